// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of other makers that these tests run are Java's own. */
class ExternalCommandTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    /** Complains and fails. */
    static final class Complaint {
        private Complaint() {}

        public static void main(String[] arguments) {
            System.out.println("42 packages");
            System.err.println("no such package");
            System.exit(3);
        }
    }

    /** Ends when its input does. */
    static final class Listener {
        private Listener() {}

        public static void main(String[] arguments) throws IOException {
            System.in.readAllBytes();
        }
    }

    @Test
    void aProgramThatFailsIsQuoted() {
        assertThatThrownBy(() -> run(java(Complaint.class), FOR_EVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3: no such package");
        assertThat(folder.resolve("output")).content().startsWith("42 packages");
    }

    @Test
    void aProgramThatIsMissingIsNamed() {
        assertThatThrownBy(() -> run(List.of("no-such-program"), FOR_EVER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot run no-such-program (")
                .hasMessageEndingWith("); is it installed?");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() {
        assertThatThrownBy(() -> run(java(Listener.class), Duration.ofMillis(100)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not finish within");
        assertThat(folder.toFile().list()).containsExactly("output");
    }

    private void run(List<String> command, Duration limit) throws IOException, InterruptedException {
        ExternalCommand.run(command, folder, folder.resolve("output"), limit);
    }

    private static List<String> java(Class<?> program) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
    }
}
