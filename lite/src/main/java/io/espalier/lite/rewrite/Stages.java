// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.rewrite.rule.FoldAddBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldAddIntoBias;
import io.espalier.lite.rewrite.rule.FoldComputedShape;
import io.espalier.lite.rewrite.rule.FoldConstantOfConstant;
import io.espalier.lite.rewrite.rule.FoldConstants;
import io.espalier.lite.rewrite.rule.FoldMultiplyBeforeWeights;
import io.espalier.lite.rewrite.rule.FoldMultiplyIntoWeights;
import io.espalier.lite.rewrite.rule.FoldMultiplyOfSum;
import io.espalier.lite.rewrite.rule.FoldShape;
import io.espalier.lite.rewrite.rule.FoldSubtractIntoWeights;
import io.espalier.lite.rewrite.rule.FuseActivation;
import io.espalier.lite.rewrite.rule.FusePadding;
import io.espalier.lite.rewrite.rule.FuseTransposes;
import io.espalier.lite.rewrite.rule.FuseTransposesAroundUnary;
import io.espalier.lite.rewrite.rule.InsertReshapeBeforeFullyConnected;
import io.espalier.lite.rewrite.rule.ReplaceBiasByAdd;
import io.espalier.lite.rewrite.rule.ReplaceDivide;
import io.espalier.lite.rewrite.rule.ReplaceMeanOfConvolution;
import io.espalier.lite.rewrite.rule.ReplaceMeanOfSum;
import io.espalier.lite.rewrite.rule.ReplaceOpenSlice;
import io.espalier.lite.rewrite.rule.ReplacePointwiseOfReshape;
import io.espalier.lite.rewrite.rule.ReplaceReductionByReshape;
import io.espalier.lite.rewrite.rule.ReplaceSubtract;
import io.espalier.lite.rewrite.rule.ReplaceTransposeByReshape;
import io.espalier.lite.rewrite.rule.ReplaceUnevenPadding;
import io.espalier.lite.rewrite.rule.ReplaceUnpack;
import io.espalier.lite.rewrite.rule.ReplaceWholePoolByMean;
import io.espalier.lite.rewrite.rule.StripClampBeforeClamp;
import io.espalier.lite.rewrite.rule.StripDoubleNegation;
import io.espalier.lite.rewrite.rule.StripEmptyPad;
import io.espalier.lite.rewrite.rule.StripIdentityCast;
import io.espalier.lite.rewrite.rule.StripIdentityReshape;
import io.espalier.lite.rewrite.rule.StripIdentityTile;
import io.espalier.lite.rewrite.rule.StripIdentityTranspose;
import io.espalier.lite.rewrite.rule.StripJoinOfOne;
import io.espalier.lite.rewrite.rule.StripLeadingOnes;
import io.espalier.lite.rewrite.rule.StripNeedlessClamp;
import io.espalier.lite.rewrite.rule.StripNeedlessPadding;
import io.espalier.lite.rewrite.rule.StripNeutralConstant;
import io.espalier.lite.rewrite.rule.StripRepetition;
import io.espalier.lite.rewrite.rule.StripReshapeBeforeFullyConnected;
import io.espalier.lite.rewrite.rule.StripReshapeOfReshape;
import io.espalier.lite.rewrite.rule.StripWholeSlice;
import io.espalier.lite.rewrite.rule.StripZeroProduct;
import io.espalier.lite.verify.GraphVerifier;
import java.util.List;

/** Everything that is done to a graph, in order. */
public final class Stages {
    /** What every float graph goes through. */
    public static final List<Stage> OPTIMIZE = List.of(
            // first: what nobody uses must not count as a user of anything
            Stage.pass("strip unused operators", new StripUnusedOperators()),
            // before all that looks at constants
            Stage.rules("compute constants", new FoldComputedShape(), new FoldShape(), new FoldConstants()),
            Stage.rules(
                    "strip what does nothing",
                    new ReplaceSubtract(),
                    new ReplaceDivide(),
                    new StripNeutralConstant(),
                    new StripZeroProduct(),
                    new StripIdentityCast(),
                    new StripWholeSlice(),
                    new StripEmptyPad(),
                    new StripIdentityTile(),
                    new StripJoinOfOne(),
                    new StripClampBeforeClamp(),
                    new StripNeedlessClamp(),
                    new StripRepetition(),
                    new StripDoubleNegation(),
                    new FuseTransposes(),
                    new FuseTransposesAroundUnary(),
                    new StripIdentityTranspose(),
                    new StripReshapeOfReshape(),
                    new StripIdentityReshape()),
            // after transposes have met: one that has become a reshape no longer cancels with another
            Stage.rules(
                    "reshape in place",
                    new ReplaceTransposeByReshape(),
                    new ReplaceWholePoolByMean(),
                    new ReplaceReductionByReshape(),
                    new ReplacePointwiseOfReshape(),
                    new StripReshapeOfReshape(),
                    new StripIdentityReshape(),
                    new StripReshapeBeforeFullyConnected()),
            // before folding: more can be folded where there is no padding
            Stage.rules("settle padding", new FusePadding(), new StripNeedlessPadding(), new ReplaceUnevenPadding()),
            Stage.rules(
                    "fold constants into weights",
                    new FoldMultiplyIntoWeights(),
                    new FoldAddIntoBias(),
                    new FoldSubtractIntoWeights(),
                    new FoldConstantOfConstant(),
                    new StripNeutralConstant(),
                    new FoldMultiplyBeforeWeights(),
                    new FoldAddBeforeWeights()),
            // after folding: a factor that weights have taken in is gone altogether
            Stage.rules("join factors around sums", new FoldMultiplyOfSum()),
            // after folding: a fused activation stands between an operator and what could be folded into it
            Stage.rules("fuse activations", new FuseActivation()),
            // before sharing: slices of every step take their places from the same constants
            Stage.pass("split instead of slicing", new FuseSlices()),
            Stage.rules("slice as XNNPACK does", new ReplaceOpenSlice(), new ReplaceUnpack()),
            Stage.pass("share equal constants", new ShareEqualConstants()),
            // after folding: what two operators share cannot be folded into both
            Stage.pass("share equal operators", new ShareEqualOperators()),
            // last: the rules and passes before leave tensors behind
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    /** What a graph goes through then whose activations all stay in float. */
    public static final List<Stage> FLOAT_ACTIVATIONS = List.of(
            Stage.rules("average early", new ReplaceMeanOfSum(), new ReplaceMeanOfConvolution()),
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    /** For a graph whose batch is fixed, before all else: shapes that it computes are known. */
    public static final List<Stage> FIXED_SHAPES =
            List.of(Stage.rules("take shapes as they are", FoldShape.ofFixedShapes()));

    /** For a graph that is otherwise finished: what it computes of shapes that are known by now. */
    public static final List<Stage> KNOWN_SHAPES = List.of(
            Stage.rules("compute what follows from shapes", FoldShape.ofFixedShapes(), new FoldConstants()),
            Stage.pass("strip unused operators", new StripUnusedOperators()),
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    /** Takes out what nobody uses. */
    public static final List<Stage> UNUSED = List.of(
            Stage.pass("strip unused operators", new StripUnusedOperators()),
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    /** What lets simpler runtimes than TFLite take a graph, after all else. */
    public static final List<Stage> PORTABLE = List.of(
            Stage.rules("write for simple runtimes", new InsertReshapeBeforeFullyConnected(), new StripLeadingOnes()),
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    /** The same for a graph whose operators all stay in float. */
    public static final List<Stage> PORTABLE_IN_FLOAT = List.of(
            Stage.rules(
                    "write for simple runtimes",
                    new InsertReshapeBeforeFullyConnected(),
                    new StripLeadingOnes(),
                    new ReplaceBiasByAdd()),
            Stage.pass("strip unused tensors", new StripUnusedTensors()));

    private Stages() {}

    /**
     * Runs stages on a graph, and verifies it before the first and after each that changes it.
     *
     * @throws InvalidGraphException if the graph was not sound to begin with
     */
    @SuppressWarnings("ReferenceEquality") // a stage that changes nothing gives the graph that it was given
    public static Graph run(List<Stage> stages, Graph graph) {
        GraphVerifier.verify(graph);
        Graph rewritten = graph;
        for (Stage stage : stages) {
            Graph before = rewritten;
            rewritten = stage.work().apply(before);
            if (rewritten == before) {
                continue;
            }
            try {
                GraphVerifier.verify(rewritten);
            } catch (InvalidGraphException e) {
                throw new IllegalStateException(
                        "the stage '" + stage.name()
                                + "' broke the graph, which is a fault of Espalier, please report it: "
                                + e.getMessage(),
                        e);
            }
        }
        return rewritten;
    }
}
