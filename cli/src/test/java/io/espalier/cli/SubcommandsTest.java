// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SubcommandsTest {
    @Test
    void helpThatReadsNoOptionsListsTheSameAsHelpThatReadsAll() throws Exception {
        assertThat(CommandRun.of("--help").out()).isEqualTo(Main.commandLine().getUsageMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "convert", "evaluate"})
    void helpOfASubcommandThatIsAloneIsThatOfTheWholeTree(String name) throws Exception {
        CommandLine all =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get(name), name);

        assertThat(CommandRun.of(name, "--help").out()).isEqualTo(all.getUsageMessage());
    }

    @Test
    void aNameThatIsUnknownIsMetWithTheOnesThatAreNear() throws Exception {
        CommandRun run = CommandRun.of("inspekt");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("inspect");
    }
}
