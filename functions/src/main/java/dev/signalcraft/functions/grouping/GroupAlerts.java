// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Decisions;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.grouping.SeverityRules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.JsonRecords;
import dev.signalcraft.functions.ingest.KeyedRecord;
import dev.signalcraft.functions.ingest.ParseJson;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs the life of the groups of a key ({@link Grouping}) in keyed state, by log time, with the
 * rules that the broadcast config log brings. What is told about a group on a side of an inhibit
 * rule goes to {@link #ANNOUNCEMENTS}, all else at once to {@link #NOTIFICATIONS}, inputs that
 * cannot be read to {@link ParseJson#DEAD_LETTERS}.
 *
 * <p>An operator, not a function: keys that come often are kept decoded in a {@link KeyCache},
 * which a function would not be told to write back before a checkpoint. Every decision leaves when
 * it is made.
 *
 * <p>State: the key's latest group with its clocks, its plan, and the ids of the last 24 h.
 * Cleared: when the rule says that nothing can refer to the key any more.
 *
 * <p>Timers: at most one for the counts (over within a second, so it is never deleted) and one for
 * the earliest of the other clocks; that one is moved only when it fires or must fire earlier.
 */
public class GroupAlerts extends AbstractStreamOperator<AlertChange>
    implements TwoInputStreamOperator<KeyedRecord, RawRecord, AlertChange>,
        Triggerable<String, VoidNamespace> {
  /** What is told at once. */
  public static final OutputTag<Notification> NOTIFICATIONS =
      new OutputTag<>("notifications", TypeInformation.of(Notification.class));

  /** What the groups that may hold others hear of first. */
  public static final OutputTag<Announcement> ANNOUNCEMENTS =
      new OutputTag<>("announcements", TypeInformation.of(Announcement.class));

  /** A record of the cache is two kilobytes as a rule. */
  private static final int CACHED_RECORDS = 8_192;

  private final Windows windows;
  private final ConfigReader configReader;
  private final int cachedRecords;

  private transient Grouping grouping;
  private transient ConfigFollower documents;
  private transient JsonRecords<Input> inputs;
  private transient KeyCache keys;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Outputs decisions;
  private transient Counter deadLetters;
  private transient Counter steppedBack;
  private transient Counter commands;

  /** With these windows; reads the config log with this reader at its start. */
  public GroupAlerts(Windows windows, ConfigReader configReader) {
    this(windows, configReader, CACHED_RECORDS);
  }

  /** Keeps so many records of its state decoded. */
  @SuppressWarnings("NullAway.Init")
  GroupAlerts(Windows windows, ConfigReader configReader, int cachedRecords) {
    this.windows = windows;
    this.configReader = configReader;
    this.cachedRecords = cachedRecords;
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    documents = new ConfigFollower(metrics);
    grouping = new Grouping(windows, rules(documents));
    documents.start(configReader);
    inputs = new JsonRecords<>(Input.class);
    keys = new KeyCache(KeyStates.of(getRuntimeContext(), this), cachedRecords);
    // The name that the timers of Flink's own keyed functions have.
    timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    decisions = new Outputs();
    deadLetters = metrics.counter("deadLetters");
    steppedBack = metrics.counter("logTimeSteppedBack");
    commands = metrics.counter("commands");
  }

  /** Nothing: the cache says which key the state is of, and a key in it needs none. */
  @Override
  @SuppressWarnings("rawtypes") // As it is declared.
  public void setKeyContextElement1(StreamRecord element) {}

  @Override
  public void processElement1(StreamRecord<KeyedRecord> element) throws Exception {
    KeyedRecord record = element.getValue();
    long t = element.getTimestamp();
    Input input;
    try {
      input = inputs.read(record.value());
    } catch (Rejection e) {
      park(record, t, e.detail());
      return;
    }
    if (!input.groupKey().equals(record.key())) {
      park(record, t, "an input whose group key is not the record's key");
      return;
    }
    CachedKey key = keys.take(record.key());
    decisions.begin(key, t);
    judge(key, input, t);
    keys.back(key);
  }

  private void judge(CachedKey key, Input input, long t) throws Exception {
    KeyState before = key.state();
    if (t < before.now()) {
      steppedBack.inc();
    }
    documents.judged(t);
    long now = Math.max(t, before.now());
    KeyState advanced = grouping.advanceTo(before, now, decisions);
    if (before.idPages() != 0 && advanced.idPages() == 0) {
      key.forgetIds();
    }
    boolean known = false;
    int idPages = advanced.idPages();
    if (grouping.learns(advanced, input)) {
      RecentIds recent = new RecentIds(key, idPages);
      known = recent.learn(RecentIds.hash(input.id()), now);
      idPages = recent.pageCount();
    }
    if (input.kind() == Input.Kind.COMMAND) {
      commands.inc();
    }
    store(key, before, grouping.apply(advanced, input, known, idPages, now, decisions));
  }

  @Override
  public void processElement2(StreamRecord<RawRecord> element) {
    documents.take(element.getValue());
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long time = timer.getTimestamp();
    CachedKey key = keys.take(timer.getKey());
    KeyState before = key.state();
    if (!before.isEmpty()) {
      decisions.begin(key, time);
      KeyState after = grouping.advanceTo(before, time, decisions);
      if (before.idPages() != 0 && after.idPages() == 0) {
        key.forgetIds();
      }
      boolean fired = before.wakeUpAt() <= time;
      store(key, before, fired ? after.wakeUpAt(0) : after);
    }
    keys.back(key);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer here follows a wall clock");
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    keys.writeBack();
  }

  @Override
  public void finish() throws Exception {
    keys.writeBack();
    super.finish();
  }

  private static Rules rules(ConfigFollower config) {
    return new Rules(
        new SeverityRules(config.follow(SeverityRule.KIND, SeverityRule::read)),
        new Routing(
            config.follow(RoutingRule.KIND, RoutingRule::read),
            new Silences(
                config.follow(Silence.KIND, Silence::read),
                config.follow(MuteTiming.KIND, MuteTiming::read),
                config.follow(Workspace.KIND, Workspace::read))),
        new Inhibition(config.follow(InhibitRule.KIND, InhibitRule::read)));
  }

  /** Keeps what comes after and sets its timers; a key that is forgotten leaves none behind. */
  private void store(CachedKey key, KeyState before, KeyState after) {
    if (after.isEmpty()) {
      if (before.wakeUpAt() > timers.currentWatermark()) {
        deleteTimer(key, before.wakeUpAt());
      }
      if (!before.isEmpty()) {
        key.state(KeyState.EMPTY);
      }
      return;
    }
    if (after.flushAt() != 0 && after.flushAt() != before.flushAt()) {
      setTimer(key, after.flushAt());
    }
    long wakeUp = grouping.nextWakeUp(after);
    KeyState stored = after;
    if (wakeUp != Long.MAX_VALUE && (after.wakeUpAt() == 0 || wakeUp < after.wakeUpAt())) {
      if (after.wakeUpAt() != 0 && after.wakeUpAt() != after.flushAt()) {
        deleteTimer(key, after.wakeUpAt());
      }
      setTimer(key, wakeUp);
      stored = after.wakeUpAt(wakeUp);
    }
    key.state(stored);
  }

  private void setTimer(CachedKey key, long time) {
    key.use();
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  private void deleteTimer(CachedKey key, long time) {
    key.use();
    timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  private void park(KeyedRecord record, long t, String detail) {
    deadLetters.inc();
    RawRecord raw =
        new RawRecord(
            Topic.INPUTS.topicName(),
            record.partition(),
            record.offset(),
            t,
            Map.of(),
            record.key(),
            record.value());
    DeadLetter letter = DeadLetter.of(raw, null, null, DeadLetter.Reason.BAD_ENVELOPE, detail);
    output.collect(ParseJson.DEAD_LETTERS, new StreamRecord<>(letter, t));
  }

  /** Sends on the decisions of one call; the plan is that of its key. */
  private final class Outputs implements Decisions {
    private final StreamRecord<AlertChange> reused = new StreamRecord<>(null);
    private CachedKey key;
    private long t;

    @SuppressWarnings("NullAway.Init")
    Outputs() {}

    void begin(CachedKey key, long t) {
      this.key = key;
      this.t = t;
    }

    @Override
    public void change(AlertChange change) {
      List<String> late = null;
      if (change.kind() == AlertChange.Kind.CHANGE && documents.hasLate()) {
        late = documents.takeLate(change.workspace());
      }
      output.collect(reused.replace(late == null ? change : change.after(late), t));
    }

    @Override
    public void tell(Notification notification) {
      output.collect(NOTIFICATIONS, new StreamRecord<>(notification, t));
    }

    @Override
    public void announce(Announcement announcement) {
      output.collect(ANNOUNCEMENTS, new StreamRecord<>(announcement, t));
    }

    @Override
    public Plan plan() {
      return key.plan();
    }

    @Override
    public void plan(Plan plan) {
      key.plan(plan);
    }
  }
}
