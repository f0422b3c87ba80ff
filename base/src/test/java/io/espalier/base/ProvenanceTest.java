// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {
    @Test
    void whatIsWrittenIsReadBack() {
        Provenance whole = Provenance.here("train epochs=1", "mnist", 42L, List.of("a 0", "b 1"));
        Provenance least = Provenance.here("convert none", null, null, List.of());

        assertThat(Provenance.fromJson(whole.toJson())).isEqualTo(whole);
        assertThat(Provenance.fromJson(least.toJson())).isEqualTo(least);
    }

    @Test
    void preprocessingTravelsWithIt() {
        Provenance plain = Provenance.here("train", null, null, List.of());
        Preprocessing scaled = new Preprocessing(Scaling.SIGNED_UNIT, null);
        Preprocessing pictures =
                new Preprocessing(Scaling.IDENTITY, new ImageShape(96, 128, ImageShape.Color.RGB, ImageShape.Fit.CROP));

        for (Preprocessing preprocessing : List.of(scaled, pictures)) {
            Provenance read =
                    Provenance.fromJson(plain.withPreprocessing(preprocessing).toJson());
            assertThat(read.preprocessing()).isEqualTo(preprocessing);
        }
        assertThat(plain.toJson()).doesNotContain("preprocessing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/home/me/my data/cal.npy | cal.npy",
                "C:\\Users\\me\\cal.npy | cal.npy",
                "photos/cats/ | cats",
                "mnist | mnist"
            })
    void dataIsNamedWithoutItsFolder(String data, String name) {
        assertThat(Provenance.here("train", data, null, List.of()).dataset()).isEqualTo(name);
    }

    @Test
    void recipesNameFilesWithoutTheirFolders() {
        Provenance provenance = Provenance.here(
                "prune: 0.8; distil: /home/me/big.h5, calibrated with C:/me/cal.npy, tensor 'block/conv' a/b",
                null,
                null,
                List.of());

        assertThat(provenance.recipe())
                .isEqualTo("prune: 0.8; distil: big.h5, calibrated with cal.npy, tensor 'block/conv' a/b");
    }

    @Test
    void whatALaterVersionAddsIsLeftOut() {
        Provenance provenance = Provenance.here("train", null, null, List.of());

        assertThat(Provenance.fromJson(provenance.toJson().replace("{", "{\"teacher\":\"big\",")))
                .isEqualTo(provenance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "[1]", "{\"espalier\":1}"})
    void whatIsNoProvenanceIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provenance.fromJson(text))
                .withMessageContaining("provenance");
    }

    @Test
    void aParentIsNamedByItsFileAndHash() {
        // sha256sum of 100,000 zero bytes
        assertThat(Provenance.parent("zeros.bin", ByteBuffer.allocate(100_000)))
                .isEqualTo("zeros.bin 9192c25b734fcbadbe32dadc28089c60db0e39f90cc20ce2e5733f57261acc0c");
    }
}
