package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Place;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Process;

/// What decides what the next step does: eight numbers and six yes or no.
///
/// @param values one for each of [#FIELDS]
record LionsUnixSituation(List<Integer> values) {
  /// A part of a situation, and how many binary digits it has.
  record Field(String name, int bits) {}

  static final List<Field> FIELDS = List.of(new Field("place", 5), new Field("return to", 5), new Field("height", 2),
      new Field("rsav", 2), new Field("ssav", 2), new Field("value", 1), new Field("me", 1), new Field("flag", 1),
      new Field("parent idle", 1), new Field("writing", 1), new Field("room for 1", 1), new Field("room for 2", 1),
      new Field("forks", 1), new Field("grows", 1));
  static final int BITS = FIELDS.stream().mapToInt(Field::bits).sum();

  static LionsUnixSituation of(LionsUnixMachine machine) {
    LionsUnixMachine.Memory u = machine.u;
    Process me = machine.processes[u.me];
    Place top = u.height == 0 ? Place.NOWHERE : u.stack[u.height - 1];
    return new LionsUnixSituation(List.of(machine.at.ordinal(), top.ordinal(), u.height, u.rsav, u.ssav, machine.value,
        u.me, bit(machine.processes[machine.running].swapped),
        bit(machine.processes[0].status == LionsUnixMachine.Status.IDLE), bit(me.writing), bit(machine.fits(1)),
        bit(machine.fits(2)), bit(machine.world.forks()), bit(machine.world.grows())));
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }

  /// Lets the machine, which must be in this situation, do its step; returns what it did: where it is now, and which of
  /// the things changed that decide who returns where.
  String step(LionsUnixMachine machine) {
    List<String> before = visible(machine);
    machine.step();
    List<String> after = visible(machine);
    StringBuilder done = new StringBuilder(machine.panics ? "panic" : machine.at.toString());
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        done.append(' ').append(after.get(i).replaceFirst(" \\(.*", ""));
      }
    }
    return done.toString();
  }

  private static List<String> visible(LionsUnixMachine machine) {
    List<String> visible = new ArrayList<>(List.of("rsav=" + machine.u.rsav, "ssav=" + machine.u.ssav,
        "me=" + machine.u.me, "value=" + machine.value));
    for (int i = 0; i < 2; i++) {
      String name = i == 0 ? "A" : "B";
      List<String> seen = machine.seen.get(i);
      visible.add(name + "=" + machine.processes[i].status);
      visible.add(name + (machine.processes[i].swapped ? "+SSWAP" : "-SSWAP"));
      visible.add(seen.isEmpty() ? "" : name + " " + seen.getLast() + " (" + seen.size() + ")");
    }
    return visible;
  }

  /// The binary digits of all values, as what a network reads.
  float[] bits() {
    float[] bits = new float[BITS];
    int at = 0;
    for (int i = 0; i < FIELDS.size(); i++) {
      for (int bit = 0; bit < FIELDS.get(i).bits(); bit++) {
        bits[at++] = values.get(i) >> bit & 1;
      }
    }
    return bits;
  }
}
