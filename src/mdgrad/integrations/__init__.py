"""Integrations: mdgrad inside the tools that build sites from posts."""
