# SPDX-License-Identifier: Apache-2.0
# Runs model.tflite on the inputs in each line of its standard input, and prints a line with what came of it.
import json
import sys

import numpy
import pyarmnn


def run(inputs):
    parser = pyarmnn.ITfLiteParser()
    network = parser.CreateNetworkFromBinaryFile("model.tflite")
    graph = parser.GetSubgraphCount() - 1
    bindings = [parser.GetNetworkInputBindingInfo(graph, name) for name in parser.GetSubgraphInputTensorNames(graph)]
    results = [parser.GetNetworkOutputBindingInfo(graph, name) for name in parser.GetSubgraphOutputTensorNames(graph)]
    runtime = pyarmnn.IRuntime(pyarmnn.CreationOptions())
    backends = [pyarmnn.BackendId("CpuRef")]
    optimized, _ = pyarmnn.Optimize(network, backends, runtime.GetDeviceSpec(), pyarmnn.OptimizerOptions())
    loaded, _ = runtime.LoadNetwork(optimized)
    arrays = [numpy.array(one["values"], dtype=one["type"]).reshape(one["shape"]) for one in inputs]
    given = pyarmnn.make_input_tensors(bindings, arrays)
    made = pyarmnn.make_output_tensors(results)
    runtime.EnqueueWorkload(loaded, given, made)
    outputs = pyarmnn.workload_tensors_to_ndarray(made)
    return [{"type": str(o.dtype), "shape": list(o.shape), "values": o.flatten().tolist()} for o in outputs]


for line in sys.stdin:
    try:
        answer = {"outputs": run(json.loads(line)["inputs"])}
    except Exception as error:
        answer = {"error": str(error)}
    print("ANSWER " + json.dumps(answer), flush=True)
