"""The demonstration's accounts. Only the demonstration has users with a known password; load_demo refuses production."""

PASSWORD = "parvis-demo"  # noqa: S105  (printed by `make demo`)
# User name -> given and family name.
ACCOUNTS = {
    "admin": ("Admin", "Parvis"),
    "publisher": ("Publisher", "ICOM France"),
    "editor": ("Editor", "ICOM France"),
    "translator": ("Translator", "English"),
    "contributor": ("Contributor", "ICOM Greece"),
}
