// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.secret.SecretReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A channel of Slack.
 *
 * @param token of the bot that writes there
 * @param channel its id: only that finds a message again
 * @param mentions the Slack ids of people and groups, by how rules name them
 * @param api where Slack's methods are
 */
public record SlackAddress(
    SecretReference token,
    String channel,
    Map<String, String> mentions,
    WebUrl api,
    boolean allowPrivate)
    implements Address {
  static final String TYPE = "slack";

  private static final String API = "https://slack.com/api/";
  private static final int MAX_MENTIONS = 500;
  private static final Pattern CHANNEL = Pattern.compile("[CGD][A-Z0-9]{1,31}");
  private static final Pattern MENTIONED = Pattern.compile("[UWS][A-Z0-9]{1,31}");
  private static final Pattern NAME = Pattern.compile("\\S{1,256}");
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable String type,
      @Nullable String token,
      @Nullable String channel,
      @Nullable Map<String, @Nullable String> mentions,
      @Nullable String apiUrl,
      @Nullable Boolean allowPrivate,
      @Nullable RateSpec rate,
      @Nullable String maxAge) {}

  public SlackAddress {
    mentions = Map.copyOf(mentions);
  }

  static Channel read(ConfigRecord document) {
    Spec spec = READER.read(document);
    boolean allowPrivate = Boolean.TRUE.equals(spec.allowPrivate());
    if (spec.channel() == null || !CHANNEL.matcher(spec.channel()).matches()) {
      throw new IllegalArgumentException(
          "spec.channel: give its id, such as C024BE91L; Slack shows it among the channel's details");
    }
    return new Channel(
        new SlackAddress(
            SecretReference.of(spec.token(), "token"),
            spec.channel(),
            mentions(spec.mentions()),
            WebUrl.read(spec.apiUrl() == null ? API : spec.apiUrl(), "spec.apiUrl", allowPrivate),
            allowPrivate),
        RateSpec.shaping(spec.rate(), spec.maxAge()));
  }

  private static Map<String, String> mentions(@Nullable Map<String, @Nullable String> given) {
    if (given == null) {
      return Map.of();
    }
    if (given.size() > MAX_MENTIONS) {
      throw new IllegalArgumentException("spec.mentions: more than " + MAX_MENTIONS);
    }
    Map<String, String> mentions = new TreeMap<>();
    given.forEach(
        (name, id) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "spec.mentions: a name is what a rule mentions, without spaces, such as @oncall");
          }
          if (id == null || !MENTIONED.matcher(id).matches()) {
            throw new IllegalArgumentException(
                "spec.mentions."
                    + name
                    + ": give the id of a member, such as U024BE7LH, or of a user group, such as"
                    + " S0614TZR7");
          }
          mentions.put(name, id);
        });
    return mentions;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public boolean follows(GroupStatus status) {
    return true;
  }
}
