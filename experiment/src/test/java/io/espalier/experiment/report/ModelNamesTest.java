// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelNamesTest {
    private static List<String> names(String... files) {
        return ModelNames.of(Stream.of(files).map(Path::of).toList());
    }

    @Test
    void filesAreCalledByTheirNames() {
        assertThat(names("lab/float.tflite", "other/int8.tflite")).containsExactly("float.tflite", "int8.tflite");
    }

    @Test
    void theSameFileTwiceIsToldApartByANumber() {
        assertThat(names("a.tflite", "./a.tflite", "b.tflite", "a.tflite"))
                .containsExactly("a.tflite", "a.tflite (2)", "b.tflite", "a.tflite (3)");
    }

    @Test
    void filesOfOneNameGetAsMuchOfTheirFoldersAsTheyNeed() {
        assertThat(names("one/net.tflite", "two/net.tflite", "float.tflite"))
                .containsExactly("one/net.tflite", "two/net.tflite", "float.tflite");
        assertThat(names("/one/x/net.tflite", "/two/x/net.tflite"))
                .containsExactly("one/x/net.tflite", "two/x/net.tflite");
        assertThat(names("/net.tflite", "/x/net.tflite")).containsExactly("net.tflite", "x/net.tflite");
    }
}
