package io.headrace.ingest.landing;

import io.headrace.ingest.text.ColumnChange;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.SchemaPolicy.Change;
import java.util.Locale;

/** What a source's policy says to a change of columns. */
public record SchemaReactions(SchemaPolicy policy) {
    /** What becomes of the file, or the run. */
    public enum Reaction {
        /** The file is taken in. */
        ACCEPT,
        /** The file goes to quarantine. */
        QUARANTINE,
        /** The run is refused. */
        REFUSE
    }

    /** To one change. A column that every file must have is missed while the file is opened; others may be missing. */
    public Reaction to(ColumnChange change) {
        return switch (change.kind()) {
            case NEW -> of(policy.added());
            case RENAMED -> of(policy.renamed());
            case REORDERED -> of(policy.reordered());
            case RETYPED -> Reaction.valueOf(policy.retyped().name());
            case MISSING -> Reaction.ACCEPT;
        };
    }

    private static Reaction of(Change policy) {
        return Reaction.valueOf(policy.name());
    }

    private static Reaction of(AddedColumn policy) {
        return switch (policy) {
            case KEEP, IGNORE -> Reaction.ACCEPT;
            case QUARANTINE -> Reaction.QUARANTINE;
            case REFUSE -> Reaction.REFUSE;
        };
    }

    /** In words, to be put behind the path of the file. */
    public String sentence(ColumnChange change) {
        return "has a " + change + ", schema." + change.kind().name().toLowerCase(Locale.ROOT) + " = "
                + to(change).name().toLowerCase(Locale.ROOT);
    }
}
