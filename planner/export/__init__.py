"""Comparisons that leave the app: CSV, XLSX, and charts at a physical size."""
