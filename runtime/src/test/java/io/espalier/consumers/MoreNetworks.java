// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import io.espalier.lite.Graph;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.tensor.Padding;
import java.util.LinkedHashMap;
import java.util.Map;

/** What there is in {@link Networks}, and steps, branches and more layers. */
final class MoreNetworks {
    private static final long SEED = 3;

    private MoreNetworks() {}

    /** All of them by name. */
    static Map<String, Graph> all() {
        Map<String, Graph> graphs = new LinkedHashMap<>(Networks.layers());
        graphs.put("digits", Networks.digits());
        graphs.put("photographs", Networks.photographs());
        graphs.put("convolutions", Networks.convolutions());
        graphs.put("dense", Networks.dense());
        graphs.put("lstm", ofSteps(LSTM.of(8)));
        graphs.put("gru", ofSteps(GRU.of(8)));
        graphs.put("conv of steps", ofSteps(Conv1D.of(4, 3)));
        graphs.put("dense of steps", ofSteps(Dense.of(7)));
        graphs.put("layer normalization", ofSteps(LayerNormalization.defaults()));
        graphs.put("separable", ofMaps(SeparableConv2D.of(6, 3)));
        graphs.put("batch normalization", ofMaps(BatchNormalization.defaults()));
        graphs.put("cropping", ofMaps(Cropping2D.of(1)));
        graphs.put("softmax of maps", ofMaps(new Softmax()));
        graphs.put("relu6", ofMaps(ReLU.max(6)));
        graphs.put("residual", joined(new Add(), Conv2D.of(4, 3).withPadding(Padding.SAME)));
        graphs.put("concatenation", joined(new Concatenate(), Conv2D.of(4, 3).withPadding(Padding.SAME)));
        graphs.put("gate", joined(new Multiply(), new GlobalAveragePooling2D(true)));
        return graphs;
    }

    private static Graph ofSteps(Layer layer) {
        return Networks.fixed(Model.sequential().input(6, 5).add(layer).build(SEED));
    }

    private static Graph ofMaps(Layer layer) {
        return Networks.fixed(Model.sequential().input(8, 8, 4).add(layer).build(SEED));
    }

    /** The input beside what a layer makes of it. */
    private static Graph joined(Layer join, Layer layer) {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(8, 8, 4);
        return Networks.fixed(builder.build(SEED, builder.apply(join, input, builder.apply(layer, input))));
    }
}
