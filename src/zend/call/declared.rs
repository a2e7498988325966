//! All arguments of a call, checked against the types that the stub declares: for methods that hand them on to a function
//! of PHP's. Other methods ask for each argument by its type.

use super::super::Array;
use super::super::error::{active_function, throw_builtin};
use super::*;

/// Type bits of a declaration: `MAY_BE_*` of Zend/zend_type_info.h.
const NULL: u32 = 1 << ffi::IS_NULL;
const BOOL: u32 = 1 << ffi::IS_FALSE | 1 << ffi::IS_TRUE;
const INT: u32 = 1 << ffi::IS_LONG;
const STRING: u32 = 1 << ffi::IS_STRING;
const ARRAY: u32 = 1 << ffi::IS_ARRAY;
const CALLABLE: u32 = 1 << 12;
const ANY: u32 = 0x3fe;

impl Call {
    /// The arguments, converted by PHP's rules. One taken by reference is the reference, one declared as a union of types
    /// is passed as it is. Optional ones at the end that are null are left out: what null stands for in the stub, PHP's
    /// function does without the argument. `ArgumentCountError` for named arguments beside those that are declared.
    pub fn declared(&self) -> Result<Vec<Value>, Thrown> {
        if self.extra_named().is_some() {
            let message = format!(
                "{}() does not accept unknown named parameters",
                active_function()
            );
            return Err(throw_builtin("ArgumentCountError", &message));
        }
        // With room for what the caller puts before them.
        let mut arguments = Vec::with_capacity(self.len() as usize + 1);
        for index in 0..self.len() {
            arguments.push(self.as_declared(index)?);
        }
        // SAFETY: a live frame of a function.
        let (flags, required) = unsafe {
            let function = &(*(*self.frame).func).common;
            (function.fn_flags, function.required_num_args as usize)
        };
        if flags & ffi::ZEND_ACC_VARIADIC == 0 {
            while arguments.len() > required && arguments.last().is_some_and(Value::is_null) {
                arguments.pop();
            }
        }
        Ok(arguments)
    }

    fn as_declared(&self, index: u32) -> Result<Value, Thrown> {
        // SAFETY: a live frame of a function of ours; the declaration of a variadic parameter follows those counted.
        let mask = unsafe {
            let function = &(*(*self.frame).func).common;
            let at = index.min(function.num_args) as usize;
            (*function.arg_info.add(at)).type_.type_mask
        };
        let by_reference = mask >> ffi::_ZEND_SEND_MODE_SHIFT & 1 != 0;
        if by_reference {
            return Ok(self.reference(index));
        }
        let value = self.value(index).unwrap_or(Value::null());
        let nullable = mask & NULL != 0;
        if nullable && value.is_null() {
            return Ok(value);
        }
        let expected = |name: &'static str| if nullable { name } else { &name[1..] };
        Ok(match mask & (ANY | CALLABLE) & !NULL {
            BOOL => self.bool_or(index, false)?.into(),
            INT => self.long_of_type(index, expected("?int"))?.into(),
            STRING => self.string_of_type(index, expected("?string"))?.into(),
            ARRAY => self.array(index)?.into(),
            CALLABLE => {
                self.callable(index)?;
                value
            }
            _ => value,
        })
    }

    /// The reference itself that an argument is taken by.
    fn reference(&self, index: u32) -> Value {
        if index >= self.len() {
            return Value::null();
        }
        // SAFETY: the slot of an argument that is there holds a valid zval, which is counted once more.
        unsafe {
            let slot = self.frame.cast::<zval>().add(FRAME_SLOTS + index as usize);
            value::copy_reference(slot)
        }
    }

    /// The arguments from `first` on as the array that a variadic parameter is in PHP: named ones have their names as keys.
    pub fn variadic(&self, first: u32) -> Array {
        let mut all = Array::with_capacity(self.len().saturating_sub(first));
        for value in self.rest(first) {
            all.push(value);
        }
        if let Some(named) = self.extra_named() {
            for (key, value) in named.iter() {
                all.set_key(&key, value);
            }
        }
        all
    }

    /// Named arguments of a variadic function beside those that are declared.
    fn extra_named(&self) -> Option<Array> {
        // SAFETY: a live frame; the flag says that there is such an array.
        unsafe {
            let has = (*self.frame).This.u1.type_info & HAS_EXTRA_NAMED_PARAMS != 0;
            has.then(|| Array::copy_raw((*self.frame).extra_named_params))
        }
    }
}

/// `ZEND_CALL_HAS_EXTRA_NAMED_PARAMS` of Zend/zend_compile.h.
const HAS_EXTRA_NAMED_PARAMS: u32 = 1 << 27;
