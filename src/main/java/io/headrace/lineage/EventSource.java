package io.headrace.lineage;

import io.headrace.spec.Layer;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who says what happened, and where its tables are.
 *
 * @param namespace of the jobs
 * @param lake root of the tables, a path or URI
 * @param version of Headrace
 */
record EventSource(String namespace, String lake, String version) {
    /** Stores of objects, whose keys begin without a slash. */
    private static final Set<String> OBJECTS = Set.of("s3", "gs", "abfss", "wasbs");

    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*");
    private static final Set<String> ALSO_S3 = Set.of("s3a", "s3n");

    String producer() {
        return "urn:headrace:" + version;
    }

    /** A table, by the naming conventions of OpenLineage. What is no table of the lake, as a model, has its name in the namespace of the jobs. */
    Map<String, Object> dataset(String table) {
        if (!TABLE.matcher(table).matches() || Layer.of(table.substring(0, table.indexOf('.'))) == Layer.MODELS) {
            return Map.of("namespace", namespace, "name", table);
        }
        String root = lake.replaceAll("/+$", "");
        String below = "/" + table.replace('.', '/');
        if (!root.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
            return Map.of("namespace", "file", "name", root + below);
        }
        URI uri = URI.create(root);
        String scheme = ALSO_S3.contains(uri.getScheme()) ? "s3" : uri.getScheme();
        String path = uri.getPath() + below;
        return scheme.equals("file")
                ? Map.of("namespace", "file", "name", path)
                : Map.of(
                        "namespace",
                        scheme + "://" + (uri.getAuthority() == null ? "" : uri.getAuthority()),
                        "name",
                        OBJECTS.contains(scheme) ? path.substring(1) : path);
    }
}
