"""Reads that pages put together: `programme` for what is shown, `signups` for who takes part."""
