// SPDX-License-Identifier: Apache-2.0
/** Files of ONNX, read as far as a drawing of their graphs needs. Nothing here runs or converts them. */
@NullMarked
package io.espalier.model.onnx;

import org.jspecify.annotations.NullMarked;
