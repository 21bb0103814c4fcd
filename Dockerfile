# SPDX-License-Identifier: Apache-2.0
# Two images from one build:
#   docker build --target jobs -t signalcraft/jobs:0.1.0 .
#   docker build --target app  -t signalcraft/app:0.1.0 .

FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /src
# The poms first: the libraries stay cached until one of them changes.
COPY .mvn .mvn
COPY pom.xml ./
COPY domain/pom.xml domain/
COPY functions/pom.xml functions/
COPY sql/pom.xml sql/
COPY embedded/pom.xml embedded/
COPY jobs/pom.xml jobs/
COPY gateway/pom.xml gateway/
COPY console/pom.xml console/
COPY cli/pom.xml cli/
# What this step cannot find yet, the next one fetches.
RUN mvn -B -ntp -q --fail-never dependency:go-offline
COPY . .
RUN mvn -B -ntp -q package -DskipTests -pl jobs,cli -am \
 && mkdir -p /out/jobs /out/app/jobs \
 && cp jobs/target/signalcraft-jobs.jar /out/jobs/ \
 && cp jobs/target/signalcraft-jobs.jar /out/app/jobs/ \
 && cp cli/target/signalcraft-cli-*.jar /out/app/signalcraft.jar \
 && cp -r cli/target/lib /out/app/lib

# The jobs on Flink. RocksDB is part of Flink's own distribution.
FROM flink:2.2.1-java17 AS jobs
RUN mkdir -p /opt/flink/usrlib /opt/flink/state && chown -R flink:flink /opt/flink/state
COPY --chmod=0755 docker/healthy docker/submit-job /usr/local/bin/
COPY --from=build --chown=flink:flink /out/jobs/ /opt/flink/usrlib/
USER flink

# The command line: migrate, gateway, console, keyset, token. For up there is the launcher.
FROM eclipse-temurin:17.0.16_8-jre AS app
RUN groupadd --gid 10001 signalcraft \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin signalcraft \
 # Where a volume for keyset and tokens goes; it takes this owner.
 && install -d -o 10001 -g 10001 -m 0750 /var/lib/signalcraft
COPY --chmod=0755 docker/healthy /usr/local/bin/
COPY --from=build /out/app/ /opt/signalcraft/
USER 10001:10001
WORKDIR /tmp
# JAVA_TOOL_OPTIONS is free for whoever runs the image.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-cp", "/opt/signalcraft/signalcraft.jar:/opt/signalcraft/lib/*", "dev.signalcraft.cli.Main"]
CMD ["--help"]
# Answers for the program that says on which port; one without a port (migrate) ends by itself.
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=6 CMD ["healthy"]
