// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ClusterOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "--spark-conf spark.executor.cores=2, --spark-conf is for a search on a cluster",
        "--spark yarn --spark-conf master=local, is not of the form KEY=VALUE with a key of Spark",
        "--spark yarn --spark-conf spark.executor.memory, is not of the form KEY=VALUE with a key of Spark"
    })
    void settingsThatCannotBeMeantAreRefused(String words, String message) {
        ClusterOptions options = parsed(words.split(" "));

        assertThatThrownBy(() -> options.runElsewhere(1, List.of("search")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSearchWithoutAClusterRunsHere() throws Exception {
        assertThat(parsed().runElsewhere(1, List.of("search"))).isEmpty();
    }

    private static ClusterOptions parsed(String... words) {
        CommandSpec command = CommandSpec.create();
        ClusterOptions options = new ClusterOptions(new Arguments(command));
        new CommandLine(command).parseArgs(words);
        return options;
    }
}
