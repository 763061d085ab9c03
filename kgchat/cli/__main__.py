from kgchat.cli import main

main()
