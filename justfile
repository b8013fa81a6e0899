# Everything that continuous integration asks.
check:
    .ci/run

# Further checks, with tools of their own: cargo-deny, typos.
check-all: check
    cargo deny check
    typos
    cargo bench --no-run

# Pictures of the window for README and docs.
pictures:
    scripts/pictures.sh
