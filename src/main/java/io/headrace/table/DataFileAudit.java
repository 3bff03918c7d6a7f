package io.headrace.table;

import io.headrace.run.Digest;
import io.headrace.spec.TableName;
import io.headrace.table.Tampering.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Whether the data files of a table are those that its log names: their sizes, and the rows that their own ends count. */
public final class DataFileAudit {
    private final Lake lake;

    public DataFileAudit(Lake lake) {
        this.lake = lake;
    }

    /**
     * What was found in the files of the newest version, and how many these are.
     *
     * @param sealed digests that files had, by path below the lake's root
     */
    public Result of(TableName table, Map<String, String> sealed) {
        List<KernelTable.LoggedFile> files = logged(table);
        List<Tampering> found = new ArrayList<>();
        files.forEach(file -> check(file)
                .or(() -> Optional.ofNullable(sealed.get(relative(file)))
                        .flatMap(digest -> changed(relative(file), digest)))
                .ifPresent(found::add));
        return new Result(files.size(), found);
    }

    private List<KernelTable.LoggedFile> logged(TableName table) {
        return lake.guard(
                table.toString(),
                () -> lake.small(table).map(KernelTable.Version::logged).orElse(List.of()));
    }

    /** The data files of the newest version, by paths below the lake's root; those outside it by their whole paths. */
    public List<String> files(TableName table) {
        return logged(table).stream().map(this::relative).sorted().toList();
    }

    /** The digest of a file of the lake as it is now; empty where it is gone. */
    public Optional<String> digest(String relative) {
        Path path = new Path(lake.root(), relative);
        try (FSDataInputStream in = HadoopFiles.of(path, lake.hadoop()).open(path)) {
            return Optional.of(Digest.of(in));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw LakeErrors.reading(relative, e);
        }
    }

    /** Whether a file has another content than the one whose digest is known. */
    public Optional<Tampering> changed(String relative, String digest) {
        Optional<String> now = digest(relative);
        if (now.isEmpty()) {
            return Optional.of(new Tampering(Kind.FILE_MISSING, relative, "its digest was sealed, and it is gone"));
        }
        return now.get().equals(digest)
                ? Optional.empty()
                : Optional.of(new Tampering(Kind.FILE_REPLACED, relative, "its bytes are not those that were sealed"));
    }

    private Optional<Tampering> check(KernelTable.LoggedFile file) {
        Path path = path(file);
        try {
            FileSystem files = HadoopFiles.of(path, lake.hadoop());
            FileStatus status = files.getFileStatus(path);
            if (status.getLen() != file.bytes()) {
                return replaced(file, "it has " + status.getLen() + " bytes");
            }
            long rows = rows(path);
            return file.rows() >= 0 && rows != file.rows()
                    ? replaced(file, "it has " + rows + " rows")
                    : Optional.empty();
        } catch (FileNotFoundException absent) {
            return Optional.of(new Tampering(Kind.FILE_MISSING, relative(file), "the table's log names it"));
        } catch (IOException | RuntimeException unreadable) {
            return replaced(file, "it cannot be read as Parquet: " + LakeErrors.firstLine(unreadable));
        }
    }

    private static Path path(KernelTable.LoggedFile file) {
        return new Path(file.path());
    }

    private long rows(Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, lake.hadoop()))) {
            return reader.getRecordCount();
        }
    }

    private Optional<Tampering> replaced(KernelTable.LoggedFile file, String words) {
        return Optional.of(new Tampering(
                Kind.FILE_REPLACED,
                relative(file),
                words + ", and the table's log says " + file.bytes() + " bytes with " + file.rows() + " rows"));
    }

    private String relative(KernelTable.LoggedFile file) {
        String path = path(file).toUri().getPath();
        String root = new Path(lake.root()).toUri().getPath() + "/";
        return path.startsWith(root) ? path.substring(root.length()) : path;
    }

    /**
     * What was found.
     *
     * @param files how many were looked at
     */
    public record Result(int files, List<Tampering> found) {
        public Result {
            found = List.copyOf(found);
        }
    }
}
