// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.GroupKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventDraftTest {
  private static final Instant T0 = Events.T0;

  private static EventDraft draft() {
    return new EventDraft("default", "shop", T0.toEpochMilli());
  }

  @Test
  void aTitleIsEnough() throws Rejection {
    AlertEvent event = draft().title(" Broken ").build();

    assertThat(event.title()).isEqualTo("Broken");
    assertThat(event.project()).isEqualTo("default");
    assertThat(event.environment()).isEqualTo("production");
    assertThat(event.fingerprint()).isEqualTo(GroupKey.hash("error", "Broken"));
    assertThat(event.type()).isEqualTo(EventType.ERROR);
    assertThat(event.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(event.status()).isEqualTo(EventStatus.FIRING);
    assertThat(event.lifecycle()).isEqualTo(Lifecycle.STATELESS);
    assertThat(event.occurredAt()).isEqualTo(T0);
    assertThat(GroupKey.isValid(event.eventId())).isTrue();
  }

  @Test
  void nothingAtAllIsTheSameAsNotGiven() throws Rejection {
    AlertEvent event =
        draft()
            .title("Broken")
            .type(null)
            .severity(null)
            .status(null)
            .lifecycle(null)
            .project(" ")
            .tag("a", null)
            .tag(" ", "b")
            .occurredAt((String) null)
            .build();
    assertThat(event).isEqualTo(draft().title("Broken").build());
  }

  @Test
  void withoutATitleThereIsNoAlert() {
    assertThatThrownBy(() -> draft().title(" ").build())
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> {
              assertThat(rejection.reason()).isEqualTo(DeadLetter.Reason.UNEXPECTED_SHAPE);
              assertThat(rejection.detail()).startsWith("title: missing");
            });
  }

  @Test
  void theSameIdOfTheSenderIsTheSameEventForEver() throws Rejection {
    String id = draft().title("a").sourceEventId("1").build().eventId();
    assertThat(id).isEqualTo(GroupKey.hash("default", "shop", "1"));
    assertThat(
            new EventDraft("default", "shop", T0.plusSeconds(9_999).toEpochMilli())
                .title("b")
                .sourceEventId("1")
                .build()
                .eventId())
        .isEqualTo(id);
    assertThat(draft().title("a").sourceEventId("2").build().eventId()).isNotEqualTo(id);
  }

  @Test
  void withoutAnIdTheContentCountsWithinFiveMinutesOfLogTime() throws Rejection {
    String id = draft().title("a").build().eventId();
    assertThat(at(T0.plusSeconds(299)).title("a").build().eventId()).isEqualTo(id);
    assertThat(at(T0.plusSeconds(300)).title("a").build().eventId()).isNotEqualTo(id);
    assertThat(draft().title("a").tag("x", "y").build().eventId()).isNotEqualTo(id);
  }

  private static EventDraft at(Instant logTime) {
    return new EventDraft("default", "shop", logTime.toEpochMilli());
  }

  @Test
  void aTimeAMinuteAheadIsBelievedAndOneMoreIsNot() throws Rejection {
    Instant edge = T0.plusSeconds(60);
    assertThat(draft().title("a").occurredAt(edge).build().occurredAt()).isEqualTo(edge);
    AlertEvent ahead = draft().title("a").occurredAt(edge.plusMillis(1)).build();
    assertThat(ahead.occurredAt()).isEqualTo(T0);
    assertThat(ahead.tags()).containsEntry("occurred-at", "2026-03-02T00:01:00.001Z");
  }

  @Test
  void aTimeBefore2000IsNotBelieved() throws Rejection {
    Instant edge = Instant.parse("2000-01-01T00:00:00Z");
    assertThat(draft().title("a").occurredAt(edge).build().occurredAt()).isEqualTo(edge);
    assertThat(draft().title("a").occurredAt(edge.minusMillis(1)).build().occurredAt())
        .isEqualTo(T0);
  }

  @Test
  void anEndThatNoTableCanHoldIsRejected() throws Rejection {
    Instant end = Instant.parse("2099-01-01T00:00:00Z");
    assertThat(draft().title("a").expiresAt(end).build().expiresAt()).isEqualTo(end);
    for (Instant wrong : new Instant[] {Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE)}) {
      assertThatThrownBy(() -> draft().title("a").expiresAt(wrong).build())
          .isInstanceOf(Rejection.class)
          .hasMessageStartingWith("expiresAt:");
    }
  }

  @Test
  void longFieldsAreCutAndALongFingerprintIsHashed() throws Rejection {
    AlertEvent event =
        draft()
            .title("t".repeat(600))
            .message("m".repeat(3_000))
            .fingerprint("f".repeat(300))
            .tag("k".repeat(100), "v".repeat(300))
            .build();
    assertThat(event.title()).hasSize(512).endsWith("…");
    assertThat(event.message()).hasSize(2_048);
    assertThat(event.fingerprint()).isEqualTo(GroupKey.hash("f".repeat(300)));
    assertThat(event.tags()).containsEntry("k".repeat(63) + "…", "v".repeat(255) + "…");
  }

  @Test
  void ofManyTagsTheSame32StayInWhateverOrderTheyCame() throws Rejection {
    EventDraft up = draft().title("a").occurredAt("never");
    EventDraft down = draft().title("a").occurredAt("never");
    for (int i = 0; i < 40; i++) {
      up.tag("tag-" + (10 + i), "v");
      down.tag("tag-" + (49 - i), "v");
    }
    assertThat(up.build()).isEqualTo(down.build());
    assertThat(up.build().tags()).hasSize(32).containsKeys("occurred-at", "tag-10", "tag-40");
  }

  @Test
  void aLinkThatIsNoneOfTheWebIsKeptAsATagOnly() throws Rejection {
    AlertEvent event = draft().title("a").link("javascript:alert(1)").build();
    assertThat(event.link()).isNull();
    assertThat(event.tags()).containsEntry("link", "javascript:alert(1)");
    assertThat(draft().title("a").link("HTTPS://x.example").build().link())
        .isEqualTo("HTTPS://x.example");
  }
}
