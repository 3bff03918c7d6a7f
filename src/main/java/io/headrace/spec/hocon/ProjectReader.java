package io.headrace.spec.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.Schedule;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a project folder: places, then views, then jobs, then the rules between them. */
public final class ProjectReader {
    private static final String FEATURES = "features";
    private static final String CONF = ".conf";
    private static final String SQL = ".sql";
    private static final ValueType<String> KIND =
            ValueType.oneOf(JobReaders.byWord().keySet());

    private final Path project;
    private final Others others;
    private final Settings settings;
    private final Problems problems;
    private final Catalog catalog;
    private final NavigableMap<String, JobSpec> jobs = new TreeMap<>();

    private ProjectReader(Path project, Others others, Settings settings, Problems problems) {
        this.project = project;
        this.others = others;
        this.settings = settings;
        this.problems = problems;
        this.catalog = new Catalog(problems);
    }

    /**
     * Reads a project.
     *
     * @param projectDir the project folder
     * @param environment the file in {@code conf/} to use, without ending
     * @param settings {@code key=value} each: a key of {@code conf/}, or {@code jobs.NAME.KEY}
     * @param env variables that files in {@code conf/} may use as {@code ${NAME}}
     */
    public static Reading read(Path projectDir, String environment, List<String> settings, Map<String, String> env) {
        return read(projectDir, environment, settings, env, Others.NONE);
    }

    /** What is read in place of the project's own files. */
    public record Others(Map<String, Path> jobs, List<FeatureView> views) {
        /** The project's own files alone. */
        public static final Others NONE = new Others(Map.of(), List.of());

        /**
         * Others than the project's own.
         *
         * @param jobs name of a job to the file that is read in place of its own
         * @param views those that stand in place of the project's of their names
         */
        public Others {
            jobs = Map.copyOf(jobs);
            views = List.copyOf(views);
        }

        private boolean hasView(String name) {
            return views.stream().anyMatch(view -> view.name().equals(name));
        }
    }

    /** Reads a project with others in place of some of its files. */
    public static Reading read(
            Path projectDir, String environment, List<String> settings, Map<String, String> env, Others others) {
        Problems problems = new Problems();
        Path project = projectDir.toAbsolutePath().normalize();
        return new ProjectReader(project, others, Settings.parse(settings, problems), problems).read(environment, env);
    }

    /** Where things are, also where views or jobs have problems; empty when {@code conf/} itself has. */
    public static Optional<Places> places(
            Path projectDir, String environment, List<String> settings, Map<String, String> env) {
        Problems problems = new Problems();
        Path project = projectDir.toAbsolutePath().normalize();
        return new ProjectReader(project, Others.NONE, Settings.parse(settings, problems), problems)
                .places(environment, env)
                .filter(places -> problems.isEmpty());
    }

    private Reading read(String environment, Map<String, String> env) {
        Optional<Places> places = places(environment, env);
        places.ifPresent(known -> catalog.declareDatabases(known.databases().keySet()));
        Map<String, Optional<ConfigObject>> files = jobFiles();
        files.forEach((name, object) -> readJob(name, object, JobReader.Turn.SOURCES));
        readViews();
        files.forEach((name, object) -> readJob(name, object, JobReader.Turn.GROUPS));
        files.forEach((name, object) -> readJob(name, object, JobReader.Turn.OTHERS));
        catalog.check();
        if (!problems.isEmpty() || places.isEmpty()) {
            return new Reading.Refused(problems.sorted(), places.map(this::sound));
        }
        Project read = new Project(places.get(), jobs, catalog.views(), catalog.texts());
        refuseCircles(read);
        return problems.isEmpty() ? new Reading.Accepted(read) : refused(read);
    }

    private Reading refused(Project read) {
        return new Reading.Refused(problems.sorted(), Optional.of(sound(read.places())));
    }

    /** A table of a file with problems is of unknown columns, and so are views that look up a view of such a file. */
    private Project sound(Places places) {
        List<Problem> found = problems.sorted();
        Set<String> broken = found.stream().map(Problem::file).collect(Collectors.toSet());
        NavigableMap<String, JobSpec> soundJobs = new TreeMap<>(jobs);
        soundJobs.keySet().removeIf(name -> broken.contains("jobs/" + name + CONF));
        NavigableMap<String, FeatureView> soundViews = new TreeMap<>(catalog.views());
        soundViews.values().removeIf(view -> isBroken(view, broken));
        List<SqlText> texts = catalog.texts().stream()
                .filter(text -> found.stream().noneMatch(problem -> isAt(problem, text.place())))
                .toList();
        return new Project(places, soundJobs, soundViews, texts);
    }

    private static boolean isBroken(FeatureView view, Set<String> broken) {
        return broken.contains("features/" + view.name() + CONF)
                || broken.contains("features/" + view.name() + SQL)
                || view.rows().stream()
                        .flatMap(rows -> rows.lookups().stream())
                        .anyMatch(lookup -> isBroken(lookup.view(), broken));
    }

    private static boolean isAt(Problem problem, KeyPlace place) {
        return problem.file().equals(place.file()) && problem.key().equals(place.key());
    }

    private Optional<Places> places(String environment, Map<String, String> env) {
        NavigableSet<String> environments = names("conf", CONF);
        if (!Files.isDirectory(project.resolve("conf"))) {
            return Optional.empty();
        }
        SourceFile file = file("conf", environment, CONF, "");
        if (!environments.contains(environment)) {
            problems.add(
                    KeyPlace.inFile(file.name()),
                    environments.isEmpty()
                            ? "there is no environment in conf/"
                            : "no such environment, there are: " + String.join(", ", environments));
            return Optional.empty();
        }
        return file.object(settings, env, problems).map(object -> {
            Section section = Section.root(file, object, problems);
            Places places = PlacesReader.read(section, environment, project);
            section.close();
            return places;
        });
    }

    private void readViews() {
        NavigableSet<String> declared = names(FEATURES, CONF);
        NavigableSet<String> written = names(FEATURES, SQL);
        Map<String, ConfigObject> ofRows = new TreeMap<>();
        others.views().forEach(catalog::declare);
        for (String name : declared) {
            if (!others.hasView(name)) {
                readView(name, written.contains(name), ofRows);
            }
        }
        ofRows.forEach(this::readViewOfRows);
        for (String name : written) {
            if (!declared.contains(name)) {
                problems.add(
                        KeyPlace.inFile("features/" + name + SQL), "has no features/" + name + CONF + " beside it");
            }
        }
    }

    /** A view of rows is read when those that it looks up are. */
    private void readViewOfRows(String name, ConfigObject object) {
        SourceFile file = file(FEATURES, name, CONF, "");
        Section section = Section.root(file, object, problems);
        FeatureView view =
                EventRowsReader.read(section, name, own -> ViewDefinition.of(object, own, Optional.empty()), catalog);
        catalog.declare(view);
        catalog.check(new SqlText("", section.place("rows"), Rows.of(view.table()), Result.QUERY));
        section.close();
    }

    private void readView(String name, boolean hasSql, Map<String, ConfigObject> ofRows) {
        SourceFile file = file(FEATURES, name, CONF, "views." + name + ".");
        refuseBadName(file, name, ValueType.NAME_TEXT);
        Optional<String> sql = hasSql
                ? file(FEATURES, name, SQL, "").text(problems).or(() -> Optional.of("missing"))
                : Optional.empty();
        if (sql.filter(text -> CanonicalSql.of(text).isEmpty()).isPresent()) {
            problems.add(KeyPlace.inFile("features/" + name + SQL), "is empty, expected a query");
        }
        Optional<ConfigObject> object = file.object(Settings.none(), Map.of(), problems);
        if (object.isEmpty()) {
            catalog.declareUnreadView(name);
            return;
        }
        if (EventRowsReader.isOfRows(object.get()) && isName(name, ValueType.NAME_TEXT)) {
            if (hasSql) {
                problems.add(
                        KeyPlace.inFile("features/" + name + SQL), "a view of rows has no SQL; columns.NAME.of may");
            }
            ofRows.put(name, object.get());
            return;
        }
        Section section = Section.root(file, object.get(), problems);
        if (isName(name, ValueType.NAME_TEXT)) {
            FeatureView view = ViewReader.read(
                    section, name, sql, columns -> ViewDefinition.of(object.get(), columns, sql), catalog);
            catalog.declare(view);
            KeyPlace query = hasSql ? new KeyPlace("features/" + name + SQL, 1, "") : section.place("columns");
            catalog.check(new SqlText(view.sql(), query, Rows.of(view.table()), Result.QUERY));
            section.close();
        }
    }

    private Map<String, Optional<ConfigObject>> jobFiles() {
        NavigableSet<String> names = names("jobs", CONF);
        names.addAll(others.jobs().keySet());
        Map<String, Optional<ConfigObject>> files = new TreeMap<>();
        for (String name : names) {
            refuseBadName(jobFile(name), name, ValueType.KEBAB_NAME);
            files.put(name, jobFile(name).object(settings, Map.of(), problems));
            if (files.get(name).isEmpty()) {
                catalog.declareUnreadJob();
            }
        }
        settings.refuseUnknownJobs(names, problems);
        return files;
    }

    private SourceFile jobFile(String name) {
        String settingsPrefix = "jobs." + name + ".";
        Path other = others.jobs().get(name);
        return other == null
                ? file("jobs", name, CONF, settingsPrefix)
                : new SourceFile(other, other.toString(), settingsPrefix);
    }

    /** @param turn of which jobs are read now */
    private void readJob(String name, Optional<ConfigObject> file, JobReader.Turn turn) {
        if (file.isEmpty() || turn(file.get()) != turn) {
            return;
        }
        Optional<JobReader.Declared> declared =
                readJob(Section.root(jobFile(name), file.get(), problems), name, Digest.of(file.get()));
        declared.ifPresentOrElse(
                found -> {
                    catalog.declare(found);
                    jobs.put(name, found.job());
                },
                catalog::declareUnreadJob);
    }

    private static JobReader.Turn turn(ConfigObject job) {
        return Optional.ofNullable(job.get("kind"))
                .flatMap(kind -> KIND.parser().apply(kind))
                .map(kind -> JobReaders.byWord().get(kind).turn())
                .orElse(JobReader.Turn.OTHERS);
    }

    private Optional<JobReader.Declared> readJob(Section section, String name, String digest) {
        Optional<String> kind = section.requiredOrNothing("kind", KIND);
        JobHeader header = new JobHeader(
                name,
                section.required("owner", ValueType.TEXT),
                section.value("schedule", ValueType.SCHEDULE, Schedule.DAILY),
                digest,
                section.text(),
                List.of(),
                section.find("purpose", ValueType.TEXT));
        Optional<JobReader.Declared> declared =
                kind.map(known -> JobReaders.byWord().get(known).read(section, header, catalog));
        declared.ifPresent(read -> section.close());
        return declared;
    }

    private void refuseCircles(Project read) {
        Circle.in(read.upstream())
                .ifPresent(circle -> problems.add(
                        KeyPlace.inFile("jobs/" + circle.get(0) + CONF),
                        "the jobs need each other in a circle: " + String.join(" <- ", circle)));
    }

    private void refuseBadName(SourceFile file, String name, ValueType<String> type) {
        if (!isName(name, type)) {
            problems.add(KeyPlace.inFile(file.name()), "expected as file name " + type.expected());
        }
    }

    private static boolean isName(String name, ValueType<String> type) {
        return type.parser().apply(ConfigValueFactory.fromAnyRef(name)).isPresent();
    }

    private SourceFile file(String folder, String name, String ending, String settingsPrefix) {
        return new SourceFile(
                project.resolve(folder).resolve(name + ending), folder + "/" + name + ending, settingsPrefix);
    }

    /** The names, without ending, of the files in a folder; a missing folder is a problem, but for features. */
    private NavigableSet<String> names(String folder, String ending) {
        NavigableSet<String> names = new TreeSet<>();
        Path path = project.resolve(folder);
        if (!Files.isDirectory(path)) {
            if (!folder.equals(FEATURES)) {
                problems.add(KeyPlace.inFile(folder), "there is no such folder; a project has conf/ and jobs/");
            }
            return names;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending) && !name.startsWith("."))
                    .forEach(name -> names.add(name.substring(0, name.length() - ending.length())));
        } catch (IOException e) {
            problems.add(KeyPlace.inFile(folder), "cannot be listed: " + e);
        }
        return names;
    }
}
