# The program in a small image: it builds graphs from a folder and serves them.
#
#   docker build -t rapporteur .
#   docker run --rm -v "$PWD:/work" rapporteur build letters --graph graph
#   docker run --rm -v "$PWD:/work" -p 7878:7878 rapporteur serve --graph graph --bind 0.0.0.0:7878
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --features parquet && \
    mkdir /out && cp target/release/rapporteur /out/ && /out/rapporteur man --output /out/man

FROM debian:bookworm-slim
COPY --from=build /out/rapporteur /usr/local/bin/rapporteur
COPY --from=build /out/man /usr/local/share/man/man1
# Not as root: what the program writes belongs to who runs it (`--user "$(id -u)"` where that matters).
RUN useradd --create-home reader
USER reader
WORKDIR /work
EXPOSE 7878
ENTRYPOINT ["rapporteur"]
CMD ["--help"]
