package scrutable.autograd;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Every operation and every function of the engine, each with an independent formula.
///
/// [OpCatalogueTest] makes its tests of these rows, and fails when an operation has no row.
final class OpCatalogue {
  private OpCatalogue() {}

  static List<OpRow> rows() {
    List<OpRow> rows = new ArrayList<>();
    rows.addAll(ElementRows.all());
    rows.addAll(ViewRows.all());
    rows.addAll(ReduceRows.all());
    rows.addAll(ProductRows.all());
    rows.addAll(IndexRows.all());
    rows.addAll(GruRows.all());
    rows.addAll(CtcRows.all());
    rows.addAll(FrameRows.all());
    return rows;
  }

  /// The records of the sealed hierarchy below an interface; user-defined operations are open and not in it.
  static Set<Class<?>> records(Class<?> type) {
    Set<Class<?>> records = new HashSet<>();
    if (type.isRecord()) {
      records.add(type);
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        records.addAll(records(permitted));
      }
    }
    return records;
  }

  /// The names of the public methods that make a variable.
  static Set<String> functions(Class<?> type) {
    Set<String> names = new TreeSet<>();
    for (var method : type.getDeclaredMethods()) {
      if (method.getReturnType() == Variable.class
          && Modifier.isPublic(method.getModifiers())) {
        names.add(method.getName());
      }
    }
    return names;
  }
}
