//! Every target takes every seed, and a short run of inputs made from the seeds: the fuzz targets are kept working,
//! and what they once found stays found, without a fuzzing engine.

use std::fs;
use std::path::Path;

use swoole_fuzz::TARGETS;

/// Inputs made from each seed.
const MUTANTS: u32 = 50;

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let entry = entry.expect("a folder can be listed");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a seed can be read"))
        })
        .collect();
    seeds.sort();
    seeds
}

/// Every target there is a program for is in the list, and the other way round.
#[test]
fn every_program_is_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets");
    let mut programs: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    programs.sort();
    let targets: Vec<_> = TARGETS.iter().map(|(target, _)| *target).collect();
    assert_eq!(programs, targets);
    let readme = include_str!("../README.md");
    for target in targets {
        assert!(readme.contains(&format!("`{target}`")), "README: {target}");
    }
}

#[test]
fn every_target_has_seeds_and_takes_them() {
    for (target, run) in TARGETS {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "no seeds for {target}");
        for (name, seed) in seeds {
            eprintln!("{target}/{name}");
            run(&seed);
        }
    }
}

#[test]
fn every_target_takes_what_is_left_of_a_seed() {
    for (target, run) in TARGETS {
        for (name, seed) in seeds(target) {
            eprintln!("{target}/{name}, damaged");
            let mut state = 0x9e37_79b9_u32;
            for _ in 0..MUTANTS {
                let mut mutant = seed.clone();
                for _ in 0..1 + state % 4 {
                    state ^= state << 13;
                    state ^= state >> 17;
                    state ^= state << 5;
                    let at = state as usize >> 8;
                    match state & 3 {
                        _ if mutant.is_empty() => mutant.push(state as u8),
                        0 => mutant.truncate(at % mutant.len()),
                        1 => mutant.insert(at % mutant.len(), (state >> 4) as u8),
                        _ => {
                            let at = at % mutant.len();
                            mutant[at] ^= 1 << (state >> 4 & 7);
                        }
                    }
                }
                run(&mutant);
            }
        }
    }
}
