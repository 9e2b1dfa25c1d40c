package scrutable.lessons.understood.lionsunix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  /// Lets the machine, which must be in this situation, do its step; returns what it did: where it is next, and which
  /// of the things changed that decide who returns where, as `next=TEST rsav=1`.
  String step(LionsUnixMachine machine) {
    int me = machine.u.me;
    Map<String, String> before = visible(machine, me);
    machine.step();
    StringBuilder done = new StringBuilder("next=").append(machine.panics ? "panic" : machine.at);
    visible(machine, me).forEach((name, value) -> {
      if (!value.equals(before.get(name))) {
        done.append(' ').append(name).append('=').append(value);
      }
    });
    return done.toString();
  }

  private static Map<String, String> visible(LionsUnixMachine machine, int me) {
    Map<String, String> visible = new LinkedHashMap<>();
    visible.put("rsav", "" + machine.u.rsav);
    visible.put("ssav", "" + machine.u.ssav);
    visible.put("me", "" + machine.u.me);
    visible.put("value", "" + machine.value);
    visible.put("flag", machine.processes[me].swapped ? "1" : "0");
    visible.put("parent", machine.processes[0].status.toString());
    visible.put("child", machine.processes[1].status.toString());
    return visible;
  }

  /// The values with their names, like `place=TEST`.
  List<String> facts() {
    return IntStream.range(0, FIELDS.size()).mapToObj(i -> {
      Field field = FIELDS.get(i);
      return field.name + "=" + (field.bits == 5 ? Place.values()[values.get(i)] : values.get(i));
    }).toList();
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
