// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.applied.Parametrizations;
import io.espalier.train.applied.ParametrizedWeights;
import io.espalier.train.library.TensorFlowLibrary;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.Parametrization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;

/** Applies a model's parametrizations to its weights once. */
final class Stripping {
    // For a graph that runs once, TensorFlow takes longer to make it quicker than to run it.
    private static final ConfigProto ONCE = ConfigProto.newBuilder()
            .setUsePerSessionThreads(true)
            .setExperimental(ConfigProto.Experimental.newBuilder().setDisableThreadSpinning(true))
            .setGraphOptions(GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true))
                    .setOptimizerOptions(OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0)))
            .build();

    private final ParametrizedModel model;
    private final Set<WeightKey> keys;

    /** @param keys the weights to compute; others stay unchanged */
    Stripping(ParametrizedModel model, Set<WeightKey> keys) {
        this.model = model;
        this.keys = keys;
    }

    Weights weights() {
        Map<WeightKey, Tensor> stripped = new LinkedHashMap<>();
        List<WeightKey> others = new ArrayList<>();
        for (WeightKey key : keys) {
            if (model.parametrizations(key).stream().allMatch(Mask.class::isInstance)) {
                stripped.put(key, masked(key));
            } else {
                others.add(key);
            }
        }
        if (!others.isEmpty()) {
            stripped.putAll(computed(others));
        }
        return model.raw().weights().map((key, raw) -> stripped.getOrDefault(key, raw));
    }

    private Tensor masked(WeightKey key) {
        Tensor value = variable(key);
        for (Parametrization each : model.parametrizations(key)) {
            value = ((Mask) each).masked(value, name -> model.state().get(Parametrizations.stateKey(key, each, name)));
        }
        return value;
    }

    private Map<WeightKey, Tensor> computed(List<WeightKey> others) {
        Map<WeightKey, Placeholder<TFloat32>> fed = new HashMap<>();
        List<TFloat32> tensors = new ArrayList<>();
        try (Graph graph = TensorFlowLibrary.newGraph();
                Session session = new Session(graph, ONCE)) {
            Ops tf = Ops.create(graph);
            WeightSource placeholders = key ->
                    fed.computeIfAbsent(key, unfed -> tf.placeholder(TFloat32.class, Placeholder.shape(shape(unfed))));
            ParametrizedWeights seen = ParametrizedWeights.used(tf, model.applied(), placeholders);
            List<Operand<TFloat32>> values = others.stream().map(seen::weight).toList();

            Session.Runner runner = session.runner();
            values.forEach(runner::fetch);
            fed.forEach((key, placeholder) -> {
                TFloat32 tensor = TFloat32.tensorOf(
                        shape(key), DataBuffers.of(variable(key).toArray(), true, false));
                tensors.add(tensor);
                runner.feed(placeholder, tensor);
            });
            try (Result result = runner.run()) {
                return read(others, result);
            }
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }

    private Map<WeightKey, Tensor> read(List<WeightKey> others, Result result) {
        Map<WeightKey, Tensor> read = new LinkedHashMap<>();
        int position = 0;
        for (WeightKey key : others) {
            Shape shape = variable(key).shape();
            float[] values = new float[shape.elements()];
            ((TFloat32) result.get(position++)).asRawTensor().data().asFloats().read(values);
            read.put(key, Tensor.of(shape, values));
        }
        return read;
    }

    private Tensor variable(WeightKey key) {
        return model.raw().weights().contains(key)
                ? model.raw().weights().get(key)
                : model.state().get(key);
    }

    private org.tensorflow.ndarray.Shape shape(WeightKey key) {
        return org.tensorflow.ndarray.Shape.of(variable(key).shape().dimensions().stream()
                .mapToLong(Integer::longValue)
                .toArray());
    }
}
