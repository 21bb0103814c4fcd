// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import java.util.Locale;
import java.util.UUID;

/** What is printed when everything is healthy: where it is, and what to try first. */
final class Greeting {
  private static final String TEXT =
      """

      Signalcraft is up.

        Console     ${console}
        Flink       ${flink}
        Gateway     ${gateway}
        Kafka       ${kafka}
        Postgres    127.0.0.1:${postgres} (database, user and password: signalcraft)
        Token       ${token}

      Send a signed Sentry alert (again: a duplicate; with another EVENT: it counts):

      SECRET=${secret}
      EVENT=${event}
      BODY='{"action":"triggered","data":{"event":{"event_id":"'$EVENT'","issue_id":"4242","project_slug":"hello","level":"error","title":"TypeError: total is undefined","platform":"javascript","tags":[["environment","production"]]},"triggered_rule":"Any new error"}}'
      curl -sS '${webhooks}' -H 'Content-Type: application/json' -H 'Sentry-Hook-Resource: event_alert' -H "Sentry-Hook-Signature: $(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/^.* //')" --data-binary "$BODY"

      See it a moment later:

      psql postgresql://signalcraft:signalcraft@127.0.0.1:${postgres}/signalcraft -c 'select status, severity, project, title, count, duplicates from alert_groups where project = $$hello$$'
      curl -sS '${console}/api/v1/alert-groups' -H 'Authorization: Bearer ${token}'

      Send a measurement (a Monitor, see docs/config.md, watches it):

      curl -sS '${gateway}/api/metrics' -H 'Content-Type: application/json' -H 'Authorization: Bearer ${key}' --data-binary '{"name":"http.request.duration","value":512,"unit":"ms","outcome":"ok","project":"hello","tags":{"route":"/checkout"}}'

      Take the alert on, then end it ('./signalcraft --help' shows what else there is):

      export SIGNALCRAFT_URL=${console} SIGNALCRAFT_TOKEN=${token}
      ./signalcraft ack $(./signalcraft groups --project hello -o id)
      ./signalcraft resolve $(./signalcraft groups --project hello -o id) --outcome fixed

      Ctrl-C stops it; the next start goes on from here.
      """;

  private Greeting() {}

  static String of(Addresses addresses) {
    return TEXT.replace("${console}", addresses.console())
        .replace("${flink}", addresses.flink())
        .replace("${gateway}", addresses.gateway())
        .replace("${kafka}", addresses.kafka())
        .replace("${postgres}", Integer.toString(addresses.postgresPort()))
        .replace("${token}", addresses.token())
        .replace("${secret}", addresses.demoSecret())
        .replace("${key}", addresses.demoKey())
        .replace("${webhooks}", addresses.webhooks())
        .replace(
            "${event}", UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT));
  }
}
