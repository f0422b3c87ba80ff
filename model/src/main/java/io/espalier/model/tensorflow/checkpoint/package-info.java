// SPDX-License-Identifier: Apache-2.0
/**
 * TensorFlow's checkpoints: the files {@code PREFIX.index} and {@code PREFIX.data-00000-of-00001} in which a SavedModel and TensorFlow itself keep
 * the values of variables ("tensor bundle", or checkpoint V2). Start at {@link io.espalier.model.tensorflow.checkpoint.Checkpoint} and {@link
 * io.espalier.model.tensorflow.checkpoint.CheckpointWriter}.
 *
 * <p>The index is a sorted table of LevelDB's kind ({@code TableReader}, {@code TableWriter}): the empty key holds a header, each other key a {@code
 * BundleEntry} that says where in which shard the bytes of a tensor are. Tensors are views of the mapped shards.
 *
 * @see <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">LevelDB's tables</a>
 * @see <a href="https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/util/tensor_bundle">tensor bundles</a>
 */
@NullMarked
package io.espalier.model.tensorflow.checkpoint;

import org.jspecify.annotations.NullMarked;
