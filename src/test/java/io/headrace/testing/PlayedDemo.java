package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.Main;
import java.nio.file.Path;

/** The demo, played once for all tests of a build; they only look at what it has left. */
public final class PlayedDemo {
    private PlayedDemo() {}

    /** The folder with its landing files, lake and page. */
    public static Path folder() {
        LakeExtension.session();
        return OncePerBuild.folder(
                "demo-of-tests",
                folder ->
                        assertThat(Main.run("demo", "--dir", folder.toString())).isZero());
    }
}
