# The one recipe for the image of every app. Nx has built and tested the app by now: an image only packs what is in its
# dist/, so that what runs is what was tested. `nx image <app>` makes the archives (tools/image/contents.ts):
#
#   vendor.tar   code of others and the list of it (SBOM): changes with the lockfile
#   app.tar      our own code, pages and assets: changes with every commit, and so comes last
#
# No `# syntax=` line: it would make every build pull a frontend image, from a registry that need not be reachable.
ARG BASE
FROM ${BASE}

ADD vendor.tar /
ADD app.tar /

WORKDIR /app
# By number, so that Kubernetes can see for itself that it is not root.
USER 10001:10001
# The account need not exist in the base image, so nothing there says where its home is; nothing is written there either.
ENV HOME=/app \
    NODE_ENV=production
ARG VERSION
ENV SERVICE_VERSION=${VERSION}
# Node itself is process 1 and gets the signals: the services stop by themselves on SIGTERM, and start no processes.
ENTRYPOINT []
CMD ["node", "main.js"]
