// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import io.espalier.lite.recipe.Recipe;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a wrong recipe, to the letter, and in which line it is said to be. */
class RecipeMistakesTest {
    static Stream<Arguments> ofQuantization() {
        return Stream.of(
                wrong(
                        """
                        quantize: int8
                        input_type: int8
                        outputs: int8
                        sparse: 0.5
                        """,
                        "line 3, column 1: unknown key 'outputs'; known keys: bias_correction, calibration, equalize, granularity, "
                                + "input_type, keep_float, least_elements, output_type, portable, quantize, rounding, rules, sparse, strict, strip"),
                wrong(
                        """
                        quantize: int8

                        rules:
                          - operator: FULLY_CONNECTED
                            quantize: dynamc
                          - tensor: a
                            quantize: float16
                        """,
                        "line 5, column 5: invalid value 'dynamc' for 'quantize' (did you mean 'dynamic'?); choose from none, float16, "
                                + "dynamic, weight_only_int8, weight_only_int4, int8, int8x4, int16x8"),
                wrong("""
                        quantize: int8
                        rules:
                          - operator: CONV_2D
                            quantize: none
                          - tensor: '('
                            quantize: none
                        """, "line 5, column 5: '(' is not a valid regular expression: Unclosed group near character 1"),
                wrong("""
                        quantize: int8
                        rules:
                          - operator: CONV_2D
                            quantize: none
                          - operator: MEAN
                        """, "line 5, column 5: a rule needs 'quantize', and 'tensor' or 'operator' or both"),
                wrong(
                        """
                        quantize: int8
                        rules:
                          - operator: CONV_2D
                            quantise: none
                        """,
                        "line 4, column 5: unknown key 'quantise' (did you mean 'quantize'?); known keys: operator, quantize, tensor"),
                wrong(
                        "quantize: int8\nkeep_float: logits",
                        "line 2, column 1: 'keep_float' must be a list, not 'logits'"),
                wrong(
                        "quantize: int8\nkeep_float: [a, 3]",
                        "line 2, column 17: each of 'keep_float' must be text, not 3"),
                wrong("quantize: int8\nstrict: 1", "line 2, column 1: 'strict' must be true or false, not 1"),
                wrong(
                        "quantize: int8\nleast_elements: 1.5",
                        "line 2, column 1: 'least_elements' must be a whole number, not 1.5"),
                wrong(
                        "quantize: int8\nleast_elements: true",
                        "line 2, column 1: 'least_elements' must be a whole number, not true"),
                wrong("quantize: int8\nsparse: .nan", "line 2, column 1: 'sparse' must be a number, not .nan"),
                wrong("quantize: int8\nsparse: '0.5'", "line 2, column 1: 'sparse' must be a number, not '0.5'"),
                wrong("quantize: int8\ncalibration: 99.9", "line 2, column 1: 'calibration' must be text, not 99.9"),
                wrong(
                        "quantize: int8\nquantize: int8",
                        "line 2, column 1: 'quantize' is already set on line 1; remove one of the two"),
                wrong("- a\n- b", "line 1, column 1: the recipe must be key-value pairs, not a list"),
                wrong(
                        "quantize: int8\n  strict: true",
                        "line 2, column 9: invalid YAML: mapping values are not allowed here"),
                wrong("", "missing key 'quantize'; add a line such as 'quantize: dynamic'"));
    }

    static Stream<Arguments> ofCompression() {
        return Stream.of(
                wrong("""
                        steps:
                          - prune: 0.8
                            train: {epochs: 1.5}
                        """, "line 3, column 13: 'epochs' must be a whole number, not 1.5"),
                wrong(
                        """
                        steps:
                          - prune: 0.8
                            train:
                              epochs: 2
                              learning_rte: 1e-3
                          - cluster: 16
                        """,
                        "line 5, column 7: unknown key 'learning_rte' (did you mean 'learning_rate'?); known keys: distil, epochs, "
                                + "learning_rate"),
                wrong("""
                        name: x
                        steps:
                          - prune: 0.8

                          - cluster: 16.0
                        """, "line 5, column 5: 'cluster' must be a whole number, not 16.0"),
                wrong("steps:\n  - prune: .nan", "line 2, column 5: 'prune' must be a number, not '.nan'"),
                wrong("""
                        steps:
                          - prune: 0.5
                            train:
                              epochs: -1
                        """, "line 4, column 7: 'epochs' must be 0 or more, not -1"),
                wrong(
                        "steps: [{prune: 0.5}]\n---\nsteps: [{prune: 0.6}]",
                        "line 2, column 1: a second document begins here; a recipe is one document, in a file of its own"),
                wrong("steps:\n  - prune: 'abc'", "line 2, column 5: 'prune' must be a number, not 'abc'"),
                wrong("steps:\n  - prune: true", "line 2, column 5: 'prune' must be a number, not true"),
                wrong("steps:\n  - prune: [0.5]", "line 2, column 5: 'prune' must be a number, not a list"),
                wrong("steps:\n  - prune:", "line 2, column 5: 'prune' must be a number, but the value is missing"),
                wrong(
                        "steps:\n  - prune: 1.5",
                        "line 2, column 5: 'prune': the final sparsity must be at least 0 and less than 1, not 1.5"),
                wrong(
                        "steps:\n  - prune: 0.5\n    power: .inf",
                        "line 3, column 5: 'power' must be a number, not .inf"),
                wrong("""
                        steps:
                          - prune: 0.5
                            begin_step: 10
                            end_step: 5
                        """, "line 4, column 5: 'end_step': pruning that begins at step 10 cannot end at step 5"),
                wrong(
                        """
                        steps:
                          - prune: 0.7
                            from: 0.9
                        """,
                        "line 3, column 5: 'from' must not be greater than the share of zeros in the end, 0.7, but is 0.9"),
                wrong("""
                        steps:
                          - prune: 0.5
                            layers: [dense, 7]
                        """, "line 3, column 21: each of 'layers' must be text, not 7"),
                wrong(
                        """
                        steps:
                          - prune: 0.5
                            scope: modl
                        """,
                        "line 3, column 5: invalid value 'modl' for 'scope' (did you mean 'model'?); choose from layer, model"),
                wrong("""
                        batch_size: 0
                        steps:
                          - prune: 0.5
                        """, "line 1, column 1: 'batch_size' must be 1 or more, not 0"),
                wrong(
                        """
                        loss: mean_squared_eror
                        steps: [{fine_tune: }]
                        """,
                        "line 1, column 1: 'loss' must be one of sparse_categorical_crossentropy, categorical_crossentropy, binary_crossentropy, "
                                + "mean_squared_error, mean_absolute_error, huber, not 'mean_squared_eror' (did you mean 'mean_squared_error'?)"),
                wrong(
                        """
                        seed: 1
                        metric: acuracy
                        steps: [{fine_tune: }]
                        """,
                        "line 2, column 1: 'metric' must be one of accuracy, top_5, auc, f1, mae, rmse, r2, not 'acuracy' (did you mean 'accuracy'?)"),
                wrong(
                        """
                        loss: {age: mae, size: hubber}
                        steps: [{fine_tune: }]
                        """,
                        "line 1, column 1: 'loss' of 'size' must be one of sparse_categorical_crossentropy, categorical_crossentropy, "
                                + "binary_crossentropy, mean_squared_error, mean_absolute_error, huber, not 'hubber' (did you mean 'huber'?)"),
                wrong("""
                        loss_weights: {age: -1}
                        steps: [{fine_tune: }]
                        """, "line 1, column 1: 'loss_weights' of 'age' must be a number of 0 or more, not -1"),
                wrong("""
                        loss_weights: 2
                        steps: [{fine_tune: }]
                        """, "line 1, column 1: 'loss_weights' must have a number for each output, such as {age: 0.5}"),
                wrong(
                        """
                        task: images
                        steps: [{fine_tune: }]
                        """,
                        "line 1, column 1: 'task' must be one of classes, binary, multi_label, regression, not 'images'"),
                wrong("""
                        steps:
                          - prune: 0.5
                          - quantize: int8
                            rules:
                              - operator: CONV2D
                                quantize: none
                        """, "line 5, column 9: invalid value 'CONV2D' for 'operator' (did you mean 'CONV_2D'?)"),
                wrong("""
                        steps:
                          - prune: 0.5
                          - distil:
                              teacher: a
                              features:
                                - teacher: b
                        """, "line 6, column 11: a feature needs two layers, 'teacher' and 'student'"),
                wrong(
                        """
                        steps:
                          - cluster: 16

                          - prune: 0.5
                        """,
                        "line 4, column 5: step 2 (prune) would undo 'cluster'; prune first, because clustering keeps the zeros"),
                wrong(
                        "steps:\n  - export: [h5, onnx]",
                        "line 2, column 18: invalid value 'onnx' for 'export'; choose from h5, keras, tflite"),
                wrong("steps:\n  - fine_tune: 3", "line 2, column 5: 'fine_tune' must be key-value pairs, not 3"),
                wrong("name: 5\nsteps:\n  - cluster: 16", "line 1, column 1: 'name' must be text, not 5"),
                wrong(
                        "seed: 1\nsteps: []",
                        "line 2, column 1: a recipe needs at least one step; choose from prune, prune_filters, cluster, quantize_aware, distil, "
                                + "fine_tune, quantize, export"),
                wrong(
                        "steps:\n  - cluster: 'a",
                        "line 2, column 16: invalid YAML: found unexpected end of stream while scanning a "
                                + "quoted scalar that begins on line 2"),
                wrong("# nothing", "the file is empty; a recipe has steps, such as '- prune: 0.8'"));
    }

    @Test
    void allMistakesOfATextAreToldInItsOrder() {
        String yaml = """
                quantize: int8
                sparse: 2
                input_typ: int8
                rules:
                  - operator: CONV2D
                    quantize: none
                  - tensor: '('
                    quantize: none
                """;

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.parse(yaml))
                .satisfies(refused -> assertThat(refused.mistakes())
                        .extracting(Mistake::line, Mistake::column)
                        .containsExactly(tuple(2, 1), tuple(3, 1), tuple(5, 5), tuple(7, 5)));
    }

    @Test
    void aValueOutOfRangeHidesNoOtherMistakeOfItsStep() {
        String yaml = """
                steps:
                  - prune: 1.5
                    power: -1
                    train: {epochs: -1, learning_rate: 0}
                  - quantize_aware: 99
                    activation_bits: 77
                """;

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.parse(yaml, "mine"))
                .satisfies(refused -> assertThat(refused.mistakes())
                        .extracting(Mistake::line, Mistake::column)
                        .containsExactly(
                                tuple(2, 5), tuple(3, 5), tuple(4, 13), tuple(4, 25), tuple(5, 5), tuple(6, 5)));
    }

    @Test
    void whatFollowsFromAMistakeIsNotTold() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.parse("stepz: [{prune: 0.5}]", "mine"))
                .satisfies(refused -> assertThat(refused.mistakes()).hasSize(1));
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(
                        () -> CompressionRecipe.parse("steps: [{distil: {techer: a}}, {prune: x, from: 0.5}]", "mine"))
                .satisfies(refused -> assertThat(refused.mistakes()).hasSize(2));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("ofQuantization")
    void aWrongRecipeForQuantizationIsRefusedWithItsLine(String yaml, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Recipe.parse(yaml))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("ofCompression")
    void aWrongRecipeForCompressionIsRefusedWithItsLine(String yaml, String message) {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> CompressionRecipe.parse(yaml, "mine"))
                .withMessage(message);
    }

    private static Arguments wrong(String yaml, String message) {
        return Arguments.of(yaml, message);
    }
}
