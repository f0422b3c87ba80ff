// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.IntegerLookup;
import io.espalier.model.layer.reshaping.Cropping2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that make categories of numbers, and crop pictures, with the settings that Keras writes. */
class CategoryLayersTest {
    static Stream<Arguments> settings() {
        return Stream.of(
                arguments(
                        "CategoryEncoding",
                        "\"num_tokens\":4,\"output_mode\":\"one_hot\",\"sparse\":false",
                        new CategoryEncoding(4, CategoryOutput.ONE_HOT)),
                arguments(
                        "CategoryEncoding",
                        "\"max_tokens\":4,\"output_mode\":\"binary\",\"sparse\":false",
                        new CategoryEncoding(4, CategoryOutput.MULTI_HOT)),
                arguments(
                        "Discretization",
                        "\"bin_boundaries\":[0.0,1.5],\"num_bins\":3,\"epsilon\":0.01,\"output_mode\":\"int\",\"sparse\":false",
                        new Discretization(List.of(0f, 1.5f), CategoryOutput.INT)),
                arguments(
                        "IntegerLookup",
                        "\"invert\":false,\"max_tokens\":null,\"num_oov_indices\":1,\"oov_token\":-1,\"mask_token\":0,"
                                + "\"output_mode\":\"int\",\"sparse\":false,\"pad_to_max_tokens\":false,\"idf_weights\":null,"
                                + "\"vocabulary_dtype\":\"int64\",\"vocabulary\":[0,-1,12,36],\"vocabulary_size\":4",
                        new IntegerLookup(List.of(12, 36), 1, Optional.of(0), 0, CategoryOutput.INT)),
                arguments(
                        "IntegerLookup",
                        "\"num_oov_indices\":2,\"max_tokens\":9,\"pad_to_max_tokens\":true,\"output_mode\":\"count\","
                                + "\"vocabulary\":[12,36],\"oov_method\":\"floormod\"",
                        new IntegerLookup(List.of(12, 36), 2, Optional.empty(), 9, CategoryOutput.COUNT)),
                arguments("CenterCrop", "\"height\":3,\"width\":2", new Cropping2D(0, 1, 2, 2)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("settings")
    void aLayerIsReadFromItsSettings(String className, String settings, Layer expected) throws IOException {
        assertThat(read(className, settings)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Discretization | \"bin_boundaries\":null,\"num_bins\":3,\"output_mode\":\"int\" | found by adapt()",
                "Discretization | \"bin_boundaries\":[1,0],\"output_mode\":\"int\" | in ascending order",
                "IntegerLookup | \"num_oov_indices\":1,\"output_mode\":\"int\",\"vocabulary\":null | found by adapt()",
                "IntegerLookup | \"num_oov_indices\":1,\"output_mode\":\"tf_idf\" | 'output_mode' is 'tf_idf'",
                "IntegerLookup | \"invert\":true | 'invert' is true",
                "CategoryEncoding | \"num_tokens\":4,\"output_mode\":\"count\",\"sparse\":true | 'sparse' is true",
                "Hashing | \"num_bins\":3 | FarmHash",
                "StringLookup | \"num_oov_indices\":1 | it takes texts",
                "CenterCrop | \"height\":5,\"width\":2 | enlarges them"
            })
    void whatCannotBeComputedIsRefusedWithItsReason(String className, String settings, String reason) {
        assertThatThrownBy(() -> read(className, settings))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'c' (" + className + ")", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "h5"})
    void weightsOfCategoriesSurviveARoundTrip(String format, @TempDir Path folder) throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor whole = graph.apply(new ComposedFunction(Function.TRUNCATE), graph.input(4));
        CategoryEncoding counts = new CategoryEncoding(3, CategoryOutput.COUNT);
        Model model = graph.build(1, graph.apply("c", counts, whole, graph.input(4)));
        Path file = folder.resolve("model." + format);

        KerasFiles.write(model, null, file);

        assertThat(KerasFiles.read(file).nodes()).isEqualTo(model.nodes());
    }

    /** TensorFlow counts no floats. */
    @Test
    void categoriesAreCastToWholeNumbersInH5(@TempDir Path folder) throws IOException {
        Model model = Model.sequential()
                .input(4)
                .add("c", new CategoryEncoding(3, CategoryOutput.MULTI_HOT))
                .build(1);
        KerasFiles.write(model, null, folder.resolve("m.h5"));

        Model read = KerasFiles.read(folder.resolve("m.h5"));

        assertThat(read.node("c/cast").layer()).isEqualTo(new ComposedFunction(Function.TRUNCATE));
        assertThat(read.node("c").inputs()).containsExactly("c/cast");
    }

    private static Layer read(String className, String settings) throws IOException {
        String shape = className.equals("CenterCrop") ? "[null,4,6,3]" : "[null,4]";
        String config =
                "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"model\",\"layers\":[{\"class_name\":\"InputLayer\","
                        + "\"config\":{\"name\":\"a\",\"batch_input_shape\":" + shape
                        + ",\"dtype\":\"int64\"}},{\"class_name\":\""
                        + className + "\",\"config\":{\"name\":\"c\",\"dtype\":\"float32\"," + settings + "}}]}}";
        return ModelConfigReader.read(Path.of("some.h5"), new JsonMapper().readTree(config), KerasReader.standard())
                .nodes()
                .get(1)
                .layer();
    }
}
