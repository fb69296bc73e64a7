# sretop in a container: the unstable service by default, everything else by argument.
#
#   docker build --tag sretop:0.1.0 .
#   docker run --rm --publish 127.0.0.1:8000:8000 sretop:0.1.0
#   docker run --rm --network host sretop:0.1.0 load http://127.0.0.1:8000/risky --rate 50 --duration 1m
#   docker run --rm -it --env TERM --network host sretop:0.1.0 --scrape http://127.0.0.1:8000/metrics
#
# podman takes the same commands; it keeps the health check only with `podman build --format docker`.

FROM docker.io/library/swift:6.3-bookworm AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libncurses-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# Dependencies, fetched and compiled, stay in a cache beside the layers: after a change only sretop's own modules are
# compiled again. The program is all that leaves this stage, so the cache itself is in no layer.
RUN --mount=type=cache,id=sretop-build,target=/src/.build \
    swift build --configuration release --static-swift-stdlib --product sretop \
    && install -D --mode 0755 --strip .build/release/sretop /out/sretop

FROM docker.io/library/debian:bookworm-slim
# ncurses-base describes xterm, tmux, screen, rxvt, the Linux console and the VT100 and its like; ncurses-term further
# terminals, such as alacritty, foot, kitty and wezterm.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates libncursesw6 libstdc++6 ncurses-base ncurses-term tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log \
    && groupadd --gid 65532 sretop \
    && useradd --uid 65532 --gid 65532 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin sretop
COPY --from=build /out/sretop /usr/local/bin/sretop
ENV LANG=C.UTF-8
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8000 9797
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/sretop", "serve", "--probe", "--host", "127.0.0.1", "--port", "8000"]
ENTRYPOINT ["/usr/local/bin/sretop"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
LABEL org.opencontainers.image.title="sretop" \
    org.opencontainers.image.description="top for golden signals, with an unstable HTTP service and its load driver" \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim"
