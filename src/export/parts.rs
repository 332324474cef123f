//! Finished objects that belong together, to be put into one file after another.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// An object with all that it refers to.
pub(super) struct Parts {
    /// The object itself comes first. References among them are places in this list.
    objects: Vec<Object>,
}

impl Parts {
    /// Takes an object with all that it refers to out of a file.
    pub(super) fn of(file: &mut Document, root: ObjectId) -> Self {
        let mut places = BTreeMap::from([(root, 0)]);
        let mut wanted = vec![root];
        let mut objects = Vec::new();
        while let Some(id) = wanted.get(objects.len()) {
            let mut object = file.objects.remove(id).unwrap_or(Object::Null);
            refer(&mut object, &mut |id| {
                let place = *places.entry(id).or_insert_with(|| {
                    wanted.push(id);
                    wanted.len() as u32 - 1
                });
                (place, 0)
            });
            objects.push(object);
        }
        Self { objects }
    }

    /// Does something to each stream.
    pub(super) fn each_stream<E>(
        &mut self,
        mut work: impl FnMut(&mut lopdf::Stream) -> Result<(), E>,
    ) -> Result<(), E> {
        let streams = self.objects.iter_mut().filter_map(|object| object.as_stream_mut().ok());
        streams.into_iter().try_for_each(&mut work)
    }

    /// Puts a copy into a file; gives the number of the object there.
    pub(super) fn add_to(&self, file: &mut Document) -> ObjectId {
        let first = file.max_id + 1;
        for object in &self.objects {
            let mut object = object.clone();
            refer(&mut object, &mut |(place, _)| (first + place, 0));
            file.add_object(object);
        }
        (first, 0)
    }
}

/// Changes every reference in an object.
fn refer(object: &mut Object, change: &mut impl FnMut(ObjectId) -> ObjectId) {
    match object {
        Object::Reference(id) => *id = change(*id),
        Object::Array(items) => items.iter_mut().for_each(|item| refer(item, change)),
        Object::Dictionary(entries) => in_entries(entries, change),
        Object::Stream(stream) => in_entries(&mut stream.dict, change),
        _ => {}
    }
}

fn in_entries(entries: &mut Dictionary, change: &mut impl FnMut(ObjectId) -> ObjectId) {
    entries.iter_mut().for_each(|(_, value)| refer(value, change));
}
