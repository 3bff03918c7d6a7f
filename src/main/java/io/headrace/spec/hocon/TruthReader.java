package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import io.headrace.policy.TrueChange;
import io.headrace.policy.Truth;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what really happened, for a backtest: {@code changes = [{ name = prices, from = 2025-03-01, to = 2025-03-31, columns = [price] }]}. */
public final class TruthReader {
    private TruthReader() {}

    /** Reads a file; all its problems as one failure when it has any. */
    public static Truth read(Path path) {
        Problems problems = new Problems();
        SourceFile file = new SourceFile(path, path.toString(), "");
        Optional<ConfigObject> object = file.object(Settings.none(), Map.of(), problems);
        Truth truth =
                object.map(found -> truth(Section.root(file, found, problems))).orElseGet(Truth::unknown);
        if (!problems.isEmpty()) {
            throw HeadraceException.of(
                    "HEAD-SPEC-003",
                    FailureKind.USER,
                    "the file of true changes cannot be used:\n"
                            + problems.sorted().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                    "correct the lines named; docs/monitoring-policy.md shows such a file.");
        }
        return truth;
    }

    private static Truth truth(Section section) {
        List<TrueChange> changes =
                section.sections("changes").stream().map(TruthReader::change).toList();
        section.close();
        return Truth.of(changes);
    }

    private static TrueChange change(Section section) {
        String name = section.required("name", ValueType.TEXT);
        LocalDate from = section.required("from", ValueType.DATE);
        LocalDate to = section.value("to", ValueType.DATE, from);
        if (to.isBefore(from)) {
            section.problem("to", "expected " + from + " or later, found " + to);
            to = from;
        }
        Set<String> columns = new HashSet<>(section.listOrNone("columns", ValueType.TEXT));
        return new TrueChange(name, from, to, columns);
    }
}
