"""The partner kit: what a partner copies to have the programme on their own site. Start reading at presentation.py."""
