package io.headrace.ingest.landing;

import io.headrace.spec.RawFiles.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Whether a link of the landing folder leaves it. Known of the local disk only; the folder itself may be a link. */
public final class LandingLinks {
    private final Links links;
    private final Optional<Path> folder;

    /** @param root the landing folder, which exists */
    public LandingLinks(Links links, String root, Configuration hadoop) throws IOException {
        this.links = links;
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root);
        FileSystem files = path.getFileSystem(hadoop);
        boolean isLocal = links == Links.REFUSE && files.getUri().getScheme().equals("file");
        this.folder = isLocal ? Optional.of(local(files.makeQualified(path)).toRealPath()) : Optional.empty();
    }

    /** What is wrong with an entry of a folder that itself is inside, if it is a link that leads outside. */
    Optional<String> problemOfEntry(org.apache.hadoop.fs.Path entry) throws IOException {
        return folder.isPresent() && Files.isSymbolicLink(local(entry)) ? problem(entry) : Optional.empty();
    }

    /** What is wrong with a place below the landing folder, if a link on the way to it leads outside; nothing where nothing is there. */
    public Optional<String> problem(org.apache.hadoop.fs.Path place) throws IOException {
        if (folder.isEmpty() || !Files.exists(local(place))) {
            return Optional.empty();
        }
        boolean isInside = local(place).toRealPath().startsWith(folder.get());
        return isInside
                ? Optional.empty()
                : Optional.of("is behind a link that leaves the landing folder, files.links = "
                        + links.name().toLowerCase(java.util.Locale.ROOT));
    }

    private static Path local(org.apache.hadoop.fs.Path path) {
        return Path.of(path.toUri().getPath());
    }
}
