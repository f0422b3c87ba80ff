// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.bench.Report;
import io.espalier.bench.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Report report = new Report();

    @Test
    void twoCommandsAreComparedInTurn() throws IOException {
        InTurn<Double> seconds =
                Processes.measure(List.of(JAVA, "-version"), List.of(JAVA, "-Xint", "-version"), 1, report.out());

        assertThat(seconds.ratio(Double::doubleValue)).isPositive().isFinite();
        assertThat(report.text()).contains("A: median").contains("B: median").contains("A over B: ");
    }

    @Test
    void aCommandThatFailsIsNotMeasured() {
        List<String> failing = List.of(JAVA, "-no-such-option");

        assertThatThrownBy(() -> Processes.measure(failing, failing, 1, report.out()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("failed with exit code 1")
                .hasMessageContaining("-no-such-option");
    }

    @Test
    void aFolderWithoutALauncherIsNoCheckout(@TempDir Path folder) {
        Arguments arguments = Arguments.of("it", List.of(folder.toString(), folder.toString(), "--", "--help"));

        assertThatThrownBy(() -> Processes.checkouts(arguments, report.out()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("is not a checkout of Espalier");
    }

    @Test
    void oneCommandAloneIsRefused() {
        Arguments arguments = Arguments.of("commands -- A -- B", List.of("--", JAVA));

        assertThatThrownBy(() -> Processes.commands(arguments, report.out()))
                .hasMessage("give two commands, each after --; usage: commands -- A -- B");
    }
}
