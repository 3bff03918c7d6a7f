package io.headrace.ingest;

import io.headrace.run.Digest;
import io.headrace.run.Intent.RawFile;
import io.headrace.spec.IngestSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** The landing folder as one source sees it. */
final class Landing {
    private final IngestSpec spec;
    private final String root;
    private final Configuration hadoop;

    Landing(IngestSpec spec, String root, Configuration hadoop) {
        this.spec = spec;
        this.root = root;
        this.hadoop = hadoop;
    }

    /** The source's files dated up to the day, by path. A landing folder that is missing is the user's mistake. */
    List<LandingFiles.Dated> filesUpTo(LocalDate date) {
        LandingFiles wanted = new LandingFiles(spec.files());
        List<LandingFiles.Dated> result = new ArrayList<>();
        try {
            Path folder = new Path(root);
            FileSystem files = folder.getFileSystem(hadoop);
            if (!files.exists(folder)) {
                throw IngestErrors.noLanding(root);
            }
            if (!files.getFileStatus(folder).isDirectory()) {
                throw IngestErrors.landingIsFile(root);
            }
            int prefix = files.makeQualified(folder).toUri().getPath().length() + 1;
            collect(files, folder, prefix, date, wanted, result);
        } catch (IOException e) {
            throw IngestErrors.notReadable(root, e);
        }
        result.sort(Comparator.comparing(LandingFiles.Dated::path));
        return result;
    }

    /** Plain listing, level by level: listing with locations asks the system for each file's owner, one by one. */
    private static void collect(
            FileSystem files,
            Path folder,
            int prefix,
            LocalDate date,
            LandingFiles wanted,
            List<LandingFiles.Dated> result)
            throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            if (entry.isDirectory()) {
                collect(files, entry.getPath(), prefix, date, wanted, result);
            } else {
                String path = entry.getPath().toUri().getPath().substring(prefix);
                wanted.match(path, entry.getLen(), entry.getModificationTime())
                        .filter(file -> file.isUpTo(date))
                        .ifPresent(result::add);
            }
        }
    }

    /**
     * Those of the files whose content is not yet taken in. All files that cannot be read are reported at once; one that
     * changes meanwhile is left to a later run.
     *
     * @param takenIn path to file as it was taken in before
     */
    NewFiles newOnes(List<LandingFiles.Dated> found, Map<String, RawFile> takenIn) {
        Map<String, String> pathOf = new TreeMap<>();
        takenIn.forEach((path, file) -> pathOf.putIfAbsent(file.digest(), path));
        List<RawFile> files = new ArrayList<>();
        List<String> changing = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (LandingFiles.Dated file : found) {
            if (isUnchanged(file, takenIn.get(file.path()))) {
                continue;
            }
            try {
                RawFile raw = look(file, takenIn, pathOf);
                if (isChanging(file)) {
                    changing.add(file.path());
                    continue;
                }
                pathOf.putIfAbsent(raw.digest(), raw.path());
                RawFile before = takenIn.get(raw.path());
                if (before == null || !before.digest().equals(raw.digest())) {
                    requireShape(file.path());
                    files.add(raw);
                }
            } catch (IOException e) {
                problems.add(file.path() + " " + problem(e));
            } catch (RawFormatException e) {
                problems.add(file.path() + " " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw IngestErrors.badFiles(spec.name(), problems);
        }
        return new NewFiles(files, changing);
    }

    /**
     * What is new in the landing folder.
     *
     * @param changing paths of files that changed while they were looked at
     */
    record NewFiles(List<RawFile> files, List<String> changing) {}

    private boolean isChanging(LandingFiles.Dated listed) throws IOException {
        Path path = new Path(root, listed.path());
        FileStatus now = path.getFileSystem(hadoop).getFileStatus(path);
        return now.getLen() != listed.bytes() || now.getModificationTime() != listed.modifiedMillis();
    }

    /** A file of the same size and time is not read again. */
    private static boolean isUnchanged(LandingFiles.Dated file, RawFile before) {
        return before != null && before.bytes() == file.bytes() && before.modifiedMillis() == file.modifiedMillis();
    }

    private RawFile look(LandingFiles.Dated file, Map<String, RawFile> takenIn, Map<String, String> pathOf)
            throws IOException {
        Path path = new Path(root, file.path());
        FileSystem files = path.getFileSystem(hadoop);
        try (InputStream bytes = files.open(path)) {
            String digest = Digest.of(bytes);
            String original = pathOf.getOrDefault(digest, file.path());
            return new RawFile(
                    file.path(),
                    file.date().map(Object::toString).orElse(""),
                    file.bytes(),
                    file.modifiedMillis(),
                    digest,
                    original.equals(file.path()) ? "" : original,
                    takenIn.containsKey(file.path()));
        }
    }

    private void requireShape(String file) throws IOException {
        Path path = new Path(root, file);
        try (InputStream bytes = path.getFileSystem(hadoop).open(path)) {
            Iterator<RawRow> rows = new RawParser(RawShape.of(spec)).rows(RawParser.unpacked(file, bytes));
            if (rows.hasNext()) {
                rows.next();
            }
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
    static Iterator<RawRow> rows(RawShape shape, Configuration hadoop, String root, String runId, RawFile file)
            throws IOException {
        Path path = new Path(root, file.path());
        FileSystem files = path.getFileSystem(hadoop);
        if (!files.exists(path) || !digest(files, path).equals(file.digest())) {
            throw IngestErrors.fileChanged(file.path(), runId);
        }
        return new RawParser(shape).rows(RawParser.unpacked(file.path(), files.open(path)));
    }

    private static String digest(FileSystem files, Path path) throws IOException {
        try (InputStream bytes = files.open(path)) {
            return Digest.of(bytes);
        }
    }
}
