"""Publishing: a built site → a release on a target: staged, verified, switched whole, kept for rollback.

    targets.toml → targets → built (build, sums) → manifest → backend (folder, ssh, s3, git): stage → verify → switch

Nothing here is part of a build. A backend knows how its target keeps files; what to send is decided by
core/publishing/release.py.

May import pages and what lies below.
"""
