package io.headrace.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Files as one archive, a ZIP whose bytes follow from names and contents alone: entries are stored and not packed, all of one time, in the order in which
 * they are given.
 *
 * <p>As nothing is packed, an archive holds no more than its own size.
 */
final class BundleArchive {
    /** More entries than any bundle has. */
    private static final int MOST = 100;

    /** In 1980-01 the JDK adds the machine's zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BundleArchive() {}

    /** The archive. */
    static byte[] write(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(header(entry.getKey(), entry.getValue()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ZipEntry header(String name, byte[] content) {
        CRC32 check = new CRC32();
        check.update(content);
        ZipEntry header = new ZipEntry(name);
        header.setMethod(ZipEntry.STORED);
        header.setSize(content.length);
        header.setCompressedSize(content.length);
        header.setCrc(check.getValue());
        header.setTimeLocal(TIME);
        return header;
    }

    /**
     * The entries in the order in which they stand; what stands around them is not looked at.
     *
     * @param where the file, for messages
     */
    static Map<String, byte[]> read(byte[] archive, String where) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        String name = "";
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                name = entry.getName();
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw BundleErrors.noBundle(where, "its entry " + name + " is packed");
                }
                if (entries.put(name, zip.readAllBytes()) != null) {
                    throw BundleErrors.noBundle(where, "it has two entries " + name);
                }
                if (entries.size() > MOST) {
                    throw BundleErrors.noBundle(where, "it has more than " + MOST + " entries");
                }
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            // The JDK refuses a name that is not UTF-8 by the latter.
            throw BundleErrors.noBundle(
                            where, (name.isEmpty() ? "" : "at or behind its entry " + name + ": ") + e.getMessage())
                    .causedBy(e);
        }
    }
}
