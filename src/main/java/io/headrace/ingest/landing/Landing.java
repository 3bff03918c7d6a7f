package io.headrace.ingest.landing;

import io.headrace.ingest.text.ColumnChange;
import io.headrace.ingest.text.HeaderMatch;
import io.headrace.ingest.text.LackingColumnException;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.run.Digest;
import io.headrace.run.Intent.RawFile;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** The landing folder as one source sees it. */
public final class Landing {
    private final IngestSpec spec;
    private final String root;
    private final Configuration hadoop;

    public Landing(IngestSpec spec, String root, Configuration hadoop) {
        this.spec = spec;
        this.root = root;
        this.hadoop = hadoop;
    }

    /** Where a file of the folder is; its name may hold what else has a meaning in paths, such as a colon. */
    public static Path path(String root, String relative) {
        return new Path(new Path(root), new Path(null, null, relative));
    }

    /** Opens a file. Checksums of the local file system know no name with a colon. */
    public static InputStream open(Path path, Configuration hadoop) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        boolean isPlain = files instanceof ChecksumFileSystem && path.getName().indexOf(':') >= 0;
        return (isPlain ? ((ChecksumFileSystem) files).getRawFileSystem() : files).open(path);
    }

    /** The source's files dated up to the day, by path. A landing folder that is missing is the user's mistake. */
    List<LandingFiles.Dated> filesUpTo(LocalDate date) {
        LandingFiles wanted = new LandingFiles(spec.files());
        List<LandingFiles.Dated> result = new ArrayList<>();
        try {
            Path folder = new Path(root);
            FileSystem files = folder.getFileSystem(hadoop);
            if (!files.exists(folder)) {
                throw LandingErrors.noLanding(root);
            }
            if (!files.getFileStatus(folder).isDirectory()) {
                throw LandingErrors.landingIsFile(root);
            }
            int prefix = files.makeQualified(folder).toUri().getPath().length() + 1;
            LandingLinks links = new LandingLinks(spec.files().links(), root, hadoop);
            collect(files, folder, prefix, date, wanted, links, result);
        } catch (IOException e) {
            throw LandingErrors.notReadable(root, e);
        }
        if (result.isEmpty() && !spec.files().optional()) {
            throw LandingErrors.noFiles(spec.name(), root, spec.files().paths(), date.toString());
        }
        result.sort(Comparator.comparing(LandingFiles.Dated::path));
        return result;
    }

    /** Plain listing, level by level: listing with locations queries each file's owner, one by one. */
    private static void collect(
            FileSystem files,
            Path folder,
            int prefix,
            LocalDate date,
            LandingFiles wanted,
            LandingLinks links,
            List<LandingFiles.Dated> result)
            throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            String path = entry.getPath().toUri().getPath().substring(prefix);
            if (!entry.isDirectory()) {
                wanted.match(path, entry.getLen(), entry.getModificationTime())
                        .filter(file -> file.isUpTo(date))
                        .ifPresent(result::add);
            } else if (wanted.mayHold(path)) {
                if (links.problemOfEntry(entry.getPath()).isPresent()) {
                    result.add(new LandingFiles.Dated(path, Optional.empty(), 0, entry.getModificationTime()));
                } else {
                    collect(files, entry.getPath(), prefix, date, wanted, links, result);
                }
            }
        }
    }

    /** The content of files dated up to the day that is not yet taken in. */
    public NewFiles newOnes(LocalDate date, Map<String, RawFile> takenIn) {
        return newOnes(filesUpTo(date), takenIn);
    }

    /**
     * Those of the files whose content is not yet taken in. One that changes meanwhile is left to a later run; one that
     * cannot be read goes to quarantine.
     *
     * @param takenIn path to file as it was taken in before
     */
    NewFiles newOnes(List<LandingFiles.Dated> found, Map<String, RawFile> takenIn) {
        Map<String, String> pathOf = new TreeMap<>();
        takenIn.forEach((path, file) -> pathOf.putIfAbsent(file.digest(), path));
        FileCollector collector = new FileCollector(spec);
        for (LandingFiles.Dated file : found) {
            RawFile before = takenIn.get(file.path());
            if (!isUnchanged(file, before)) {
                look(file, before, pathOf, collector);
            }
        }
        return collector.collected();
    }

    private void look(LandingFiles.Dated file, RawFile before, Map<String, String> pathOf, FileCollector collector) {
        RawFile raw = raw(file, "", "", before != null);
        try {
            Optional<String> outside =
                    new LandingLinks(spec.files().links(), root, hadoop).problemOfEntry(path(root, file.path()));
            if (outside.isPresent()) {
                collector.quarantine(raw, outside.get());
                return;
            }
            raw = withDigest(file, before, pathOf);
            if (isChanging(file)) {
                collector.changing(file.path());
            } else if (before == null || !before.digest().equals(raw.digest())) {
                collector.add(raw, changes(file.path()));
                pathOf.putIfAbsent(raw.digest(), raw.path());
            }
        } catch (IOException e) {
            collector.quarantine(raw, problem(e));
        } catch (LackingColumnException e) {
            collector.lacking(raw, e.getMessage());
        } catch (RawFormatException e) {
            collector.quarantine(raw, e.getMessage());
        }
    }

    private boolean isChanging(LandingFiles.Dated listed) throws IOException {
        Path path = path(root, listed.path());
        FileStatus now = path.getFileSystem(hadoop).getFileStatus(path);
        return now.getLen() != listed.bytes() || now.getModificationTime() != listed.modifiedMillis();
    }

    /** A file of the same size and time is not read again. */
    private static boolean isUnchanged(LandingFiles.Dated file, RawFile before) {
        return before != null && before.bytes() == file.bytes() && before.modifiedMillis() == file.modifiedMillis();
    }

    private RawFile withDigest(LandingFiles.Dated file, RawFile before, Map<String, String> pathOf) throws IOException {
        Path path = path(root, file.path());
        String digest = digest(path, hadoop);
        String original = pathOf.getOrDefault(digest, file.path());
        return raw(file, digest, original.equals(file.path()) ? "" : original, before != null);
    }

    private static RawFile raw(LandingFiles.Dated file, String digest, String copyOf, boolean replaces) {
        return new RawFile(
                file.path(),
                file.date().map(Object::toString).orElse(""),
                file.bytes(),
                file.modifiedMillis(),
                digest,
                copyOf,
                replaces);
    }

    private List<ColumnChange> parquetChanges(Path path) throws IOException {
        ParquetFooter footer = ParquetFooter.of(hadoop, path);
        HeaderMatch match = new HeaderMatch(footer.names(), RawShape.of(spec).columns());
        if (!match.lacking().isEmpty()) {
            throw new LackingColumnException(match.lackingInWords() + "; found: " + String.join(" | ", match.header()));
        }
        match.ambiguous().or(() -> footer.problem(match.declaredNames())).ifPresent(problem -> {
            throw new RawFormatException(problem);
        });
        return match.changes();
    }

    /** Opens the file, and reads a packed one to its end: what cannot be unpacked must not surprise the run. */
    private List<ColumnChange> changes(String file) throws IOException {
        Path path = path(root, file);
        if (spec.files().format() == Format.PARQUET) {
            return parquetChanges(path);
        }
        if (RawParser.isPacked(file)) {
            try (InputStream bytes =
                    RawParser.unpacked(file, open(path, hadoop), spec.files().limits())) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
        }
        try (InputStream bytes = open(path, hadoop)) {
            return new RawParser(RawShape.of(spec))
                    .changes(RawParser.unpacked(file, bytes, spec.files().limits()));
        }
    }

    private static String problem(IOException e) {
        boolean denied = e instanceof AccessControlException
                || (e instanceof FileNotFoundException
                        && String.valueOf(e.getMessage()).contains("Permission denied"));
        return denied ? "cannot be opened: permission denied" : "cannot be read: " + e.getMessage();
    }

    /**
     * The rows of a file that was looked at before; a file that has changed since is the user's mistake.
     *
     * @param runId for the message
     */
    public static Iterator<RawRow> rows(RawShape shape, Configuration hadoop, String root, String runId, RawFile file)
            throws IOException {
        requireSame(hadoop, root, runId, file);
        return new RawParser(shape)
                .rows(RawParser.unpacked(file.path(), open(path(root, file.path()), hadoop), shape.limits()));
    }

    /** A file that has changed since it was looked at is the user's mistake. */
    public static void requireSame(Configuration hadoop, String root, String runId, RawFile file) throws IOException {
        Path path = path(root, file.path());
        FileSystem files = path.getFileSystem(hadoop);
        if (!files.exists(path) || !digest(path, hadoop).equals(file.digest())) {
            throw LandingErrors.fileChanged(file.path(), runId);
        }
    }

    private static String digest(Path path, Configuration hadoop) throws IOException {
        try (InputStream bytes = open(path, hadoop)) {
            return Digest.of(bytes);
        }
    }
}
