// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuntimesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "runtimes.md");
    private static final Path EXPECTED = Path.of("target", "runtimes.md");

    @Test
    void thePageShowsTheTablesAsTheyAre() throws IOException {
        Files.writeString(EXPECTED, RuntimesPage.text());

        assertThat(Files.readString(PAGE))
                .as("docs/runtimes.md must contain what is in lite/%s", EXPECTED)
                .contains(RuntimesPage.text());
    }
}
