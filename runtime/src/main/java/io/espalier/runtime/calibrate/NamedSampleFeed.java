// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.guard.InputNames;
import io.espalier.runtime.guard.StringValues;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.Map;

/** Feeds samples of any number of inputs to a pass, one by one. */
final class NamedSampleFeed {
    private final CalibrationPass pass;
    private final Interpreter interpreter;
    private final Map<String, Integer> indices;
    private final int inputs;

    NamedSampleFeed(CalibrationPass pass, Graph graph) {
        this.pass = pass;
        this.interpreter = pass.interpreter();
        this.inputs = graph.main().inputs().size();
        this.indices = InputNames.of(graph);
    }

    void run(long number, Map<String, SampleInput> sample) {
        String where = interpreter.name() + ": sample " + number;
        if (sample.size() != inputs) {
            throw new CalibrationException(where + " has values for " + sample.keySet()
                    + ", but the model has the inputs " + interpreter.inputs());
        }
        if (number == 0) {
            pass.shapesHaveChanged();
        }
        boolean resized = false;
        for (Map.Entry<String, SampleInput> entry : sample.entrySet()) {
            int index = index(where, entry.getKey());
            TensorInfo input = interpreter.inputs().get(index);
            SampleInput fed = entry.getValue();
            checkSize(where, input, fed);
            if (!input.shape().equals(fed.shape())) {
                interpreter.resizeInput(index, fed.shape());
                resized = true;
            }
        }
        if (resized) {
            allocate(where);
        }
        sample.forEach((name, fed) ->
                interpreter.writeExamples(index(where, name), fed.values().duplicate(), number, 1));
        pass.run(number, 1, 1);
    }

    private int index(String where, String name) {
        Integer index = indices.get(name);
        if (index == null) {
            throw new CalibrationException(
                    where + " has values for '" + name + "', but the model has the inputs " + interpreter.inputs());
        }
        return index;
    }

    private static void checkSize(String where, TensorInfo input, SampleInput fed) {
        long elements = fed.shape().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (input.type() == TensorType.STRING) {
            StringValues.fault(fed.values(), Math.toIntExact(elements)).ifPresent(fault -> {
                throw new CalibrationException(
                        where + " has no strings in TFLite's form for input " + input + ": " + fault);
            });
            return;
        }
        long bytes = input.type().bytes(elements);
        if (fed.values().remaining() != bytes) {
            throw new CalibrationException(where + " has " + fed.values().remaining() + " bytes for input " + input
                    + "; shape " + fed.shape() + " of " + input.type() + " needs " + bytes);
        }
    }

    private void allocate(String where) {
        try {
            pass.shapesHaveChanged();
        } catch (InterpreterException e) {
            throw new CalibrationException(
                    where + " has a combination of shapes that the model does not accept: " + interpreter.inputs()
                            + ": " + e.getMessage(),
                    e);
        }
    }
}
