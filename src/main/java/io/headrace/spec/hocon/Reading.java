package io.headrace.spec.hocon;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Project;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What reading a project gave: the project, or everything that is wrong with it. */
public sealed interface Reading {
    /**
     * The project.
     *
     * @throws HeadraceException with all problems when there are any
     */
    Project projectOrThrow();

    /** All problems in order of file and line; none when the project could be read. */
    List<Problem> problems();

    /**
     * What may be checked further in spite of the problems: jobs and views of files without any, and the SQL texts of keys without; empty
     * where {@code conf/} has problems.
     */
    Optional<Project> sound();

    /** A project without problems. */
    record Accepted(Project project) implements Reading {
        public Accepted {
            Objects.requireNonNull(project, "project");
        }

        @Override
        public Project projectOrThrow() {
            return project;
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }

        @Override
        public Optional<Project> sound() {
            return Optional.of(project);
        }
    }

    /** A project with at least one problem. */
    record Refused(List<Problem> problems, Optional<Project> sound) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
            Objects.requireNonNull(sound, "sound");
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems: a refusal needs at least one");
            }
        }

        @Override
        public Project projectOrThrow() {
            String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
            String lines = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
            throw HeadraceException.of(
                    "HEAD-SPEC-002",
                    FailureKind.USER,
                    count + " in the project's files:\n" + lines,
                    "Correct the lines named and try again; \"headrace check\" reads the files without any data.");
        }
    }
}
