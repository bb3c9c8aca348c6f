"""The patient's pages: what stands, what each choice would change, what was chosen and who came."""
