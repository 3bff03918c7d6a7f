package io.headrace.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses a part of the graph of jobs.
 *
 * <p>{@code name} is the job alone, {@code +name} with all it needs, {@code name+} with all that needs it,
 * {@code +name+} both. Several terms choose whatever one of them chooses; no term chooses every job.
 */
public record Selector(List<Term> terms) {
    public Selector {
        terms = List.copyOf(terms);
    }

    /** How far a term reaches from the job it names. */
    public enum Reach {
        ALONE,
        WITH_UPSTREAM,
        WITH_DOWNSTREAM,
        WITH_BOTH;

        boolean upstream() {
            return this == WITH_UPSTREAM || this == WITH_BOTH;
        }

        boolean downstream() {
            return this == WITH_DOWNSTREAM || this == WITH_BOTH;
        }

        private static Reach of(boolean upstream, boolean downstream) {
            if (upstream) {
                return downstream ? WITH_BOTH : WITH_UPSTREAM;
            }
            return downstream ? WITH_DOWNSTREAM : ALONE;
        }
    }

    /** One job and how far to reach from it. */
    public record Term(String job, Reach reach) {
        public Term {
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(reach, "reach");
        }

        private static Term parse(String text) {
            boolean upstream = text.startsWith("+");
            boolean downstream = text.length() > 1 && text.endsWith("+");
            String job = text.substring(upstream ? 1 : 0, text.length() - (downstream ? 1 : 0));
            return new Term(job, Reach.of(upstream, downstream));
        }
    }

    /** Parses terms; each text may hold several, separated by spaces. */
    public static Selector of(List<String> texts) {
        return new Selector(texts.stream()
                .flatMap(text -> List.of(text.trim().split("\\s+")).stream())
                .filter(text -> !text.isEmpty())
                .map(Term::parse)
                .toList());
    }

    /** Parses terms separated by spaces; an empty text chooses every job. */
    public static Selector of(String text) {
        return of(List.of(text));
    }

    /**
     * The chosen jobs, each after those it needs.
     *
     * @throws io.headrace.run.HeadraceException when a term names no job of the project
     */
    public List<JobSpec> select(Project project) {
        if (terms.isEmpty()) {
            return project.inOrder();
        }
        NavigableMap<String, NavigableSet<String>> upstream = project.upstream();
        NavigableMap<String, NavigableSet<String>> downstream = reversed(upstream);
        NavigableSet<String> chosen = new TreeSet<>();
        for (Term term : terms) {
            if (!upstream.containsKey(term.job())) {
                throw SpecErrors.unknownJob(term.job(), upstream.keySet());
            }
            chosen.add(term.job());
            if (term.reach().upstream()) {
                chosen.addAll(reachable(term.job(), upstream));
            }
            if (term.reach().downstream()) {
                chosen.addAll(reachable(term.job(), downstream));
            }
        }
        return project.inOrder().stream()
                .filter(job -> chosen.contains(job.name()))
                .toList();
    }

    private static NavigableMap<String, NavigableSet<String>> reversed(
            NavigableMap<String, NavigableSet<String>> edges) {
        NavigableMap<String, NavigableSet<String>> result = new TreeMap<>();
        edges.keySet().forEach(name -> result.put(name, new TreeSet<>()));
        edges.forEach(
                (name, needed) -> needed.forEach(other -> result.get(other).add(name)));
        return result;
    }

    private static List<String> reachable(String start, NavigableMap<String, NavigableSet<String>> edges) {
        List<String> found = new ArrayList<>();
        NavigableSet<String> seen = new TreeSet<>(List.of(start));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (String next : edges.get(open.remove())) {
                if (seen.add(next)) {
                    found.add(next);
                    open.add(next);
                }
            }
        }
        return found;
    }
}
