// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.model;

import org.jspecify.annotations.NullMarked;
