"""A second factor after the password: codes of an authenticator app, and recovery codes. django-allauth keeps and checks them."""
