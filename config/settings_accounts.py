"""Settings of django-allauth: how people sign in."""
