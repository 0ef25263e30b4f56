"""The site's own drawings: 24 × 24, stroke 2, one idea each."""

ICONS = {
    # Themes
    "geography": '<path d="m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>',
    "history": '<path d="M4 21h16M6 21V9h12v12M6 9V4h3v2h2V4h2v2h2V4h3v5M10 21v-5h4v5"/>',
    "botany": '<path d="M5 19C4 10 9 4 20 4c0 11-6 16-13 14M5 21c1-5 4-8 9-11"/>',
    "photography": '<path d="M3 8h4l2-3h6l2 3h4v12H3z"/><circle cx="12" cy="13.5" r="3.5"/>',
    "citizenship": '<path d="M3 12h18v9H3zM7 12l3-9 7 2.3-2 6.7M9 16.5h6"/>',
    "tools": '<path d="M14 7a4.5 4.5 0 0 1 6-4l-3 3 1 3 3 1 .5-1a4.5 4.5 0 0 1-6 4L7 21.5 '
    '2.5 17z"/>',
    "data": '<path d="M3 21h18M6 21v-7M11 21V4M16 21V9M20 21v-4"/>',
    # Facts and actions
    "calendar": '<path d="M4 6h16v15H4zM4 10.5h16M8 3v5M16 3v5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "pin": '<path d="M12 22c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12z"/>'
    '<circle cx="12" cy="10" r="2.5"/>',
    "people": '<circle cx="9" cy="8" r="4"/><path d="M2 21c0-5 3-7 7-7s7 2 7 7M16 4.5a4 4 0 0 1 0 '
    '7M18.5 14.5c2.3 1 3.5 3 3.5 6.5"/>',
    "check": '<path d="m4 12.5 5.5 5.5L20 6.5"/>',
    "cross": '<path d="m5 5 14 14M19 5 5 19"/>',
    "alert": '<path d="M12 3 1.5 21h21zM12 10v5M12 17.5v.5"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "arrow": '<path d="M4 12h15M13 5.5l6.5 6.5-6.5 6.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 6 6"/>',
    "language": '<circle cx="12" cy="12" r="9"/>'
    '<path d="M3 12h18M12 3c-5 5-5 13 0 18 5-5 5-13 0-18"/>',
    "copy": '<path d="M8 8h12v13H8zM16 8V3H4v13h4"/>',
    "map": '<circle cx="12" cy="12" r="9"/><path d="m16 8-2.5 5.5L8 16l2.5-5.5z"/>',
}
