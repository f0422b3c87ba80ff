// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout's launcher, with a build that takes what is built already. */
class LauncherTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("espalier.checkout"));
    private static final String BUILD = """
            #!/bin/sh
            for word; do case $word in -Despalier.dist=*) dist=${word#*=} ;; esac; done
            echo built >>builds
            if [ -p wait ]; then read -r go <wait; fi
            echo '[INFO] Building Espalier Lite 0.1.0           [3/9]'
            mkdir -p "$dist" && ln -s '%s/lib' "$dist/lib"
            """.formatted(System.getProperty("espalier.home"));

    @TempDir
    private Path checkout;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        for (String file : new String[] {"espalier", "scripts/build-quick", "distribution/src/main/bin/espalier"}) {
            Path copy = checkout.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(CHECKOUT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createFile(checkout.resolve("pom.xml"));
        build(BUILD);
    }

    private void build(String script) throws IOException {
        Path file = Files.writeString(checkout.resolve("mvnw"), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run version() throws IOException, InterruptedException {
        return Run.shell(checkout, Map.of(), "./espalier --version");
    }

    @Test
    void theFirstCommandBuildsAndSaysHowFarItIsAndTheNextStartsAtOnce() throws Exception {
        Run first = version();
        Run second = version();

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("espalier ");
        assertThat(first.err()).contains("Building Espalier: Lite (3 of 9)", "Building Espalier: ready in ");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void aBuildThatFailsShowsWhatMavenSaid() throws Exception {
        build("#!/bin/sh\necho '[INFO] Scanning'; echo '[ERROR] no such plugin'; exit 1\n");

        Run run = version();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("[ERROR] no such plugin", "the build failed")
                .doesNotContain("Scanning");
        assertThat(Files.exists(checkout.resolve("target/build.lock"))).isFalse();
    }

    @Test
    void twoFirstCommandsAtOnceBuildOnce() throws Exception {
        Run both = Run.shell(checkout, Map.of(), """
                mkfifo wait
                ./espalier --version 2>first &
                until [ -s builds ]; do sleep 0.1; done
                ./espalier --version 2>second &
                until grep -q waiting second; do sleep 0.1; done
                echo go >wait
                wait
                cat second >&2
                """);

        assertThat(both.out()).hasLineCount(2);
        assertThat(both.err()).containsPattern("another build is running \\(process [0-9]+\\), waiting");
        assertThat(Files.readAllLines(checkout.resolve("builds"))).hasSize(1);
    }

    @Test
    void theLockOfAProcessThatIsGoneIsTakenOver() throws Exception {
        Run run = Run.shell(
                checkout, Map.of(), "true & wait $!; mkdir target; ln -s $! target/build.lock; ./espalier --version");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("waiting");
    }
}
