// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.recipe.SearchTree.Times;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SearchTreeTest {
    @Test
    void aSearchGivesTheBytesOfEachRecipeAlone() throws IOException {
        Times times = SearchTree.measure("[0.5]", "[8]", "[8]", 100, 1);

        assertThat(times.recipes()).isEqualTo(1);
        assertThat(times.same()).isEqualTo(1);
    }
}
